import { cpus, totalmem } from "node:os";
import { docker } from "../test/support/docker";

/** What a table's figures hold for: the day, the machine and its Docker. */
export async function machineLine(): Promise<string> {
  const { ServerVersion: version, Driver: driver, OperatingSystem: system } = await docker.info();
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${system}, ${processors.length} x ${processors[0]?.model.trim()}, ${gigabytes} GB, Docker ${version} (${driver}), Node.js ${process.version}`;
}
