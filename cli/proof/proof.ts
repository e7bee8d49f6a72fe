import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { lightClient } from "../../docker/light-client";
import type { CommandLine } from "../command-line";
import { findPlace } from "../stack/find-place";
import { folderOf } from "../stack/folder";
import { Counts } from "./counts";
import type { ProofFigures } from "./figures";
import { type ProbeTarget, probeTarget } from "./target";

/** Requests to an app while a new version takes over. */
export interface Proof {
  /** What became of the requests so far; undefined before the first one. */
  figures(): ProofFigures | undefined;
  stop(): void;
}

const HOOK = join(__dirname, "../../register.cjs");

/**
 * Begins to ask the app of a command's stack through its edge; undefined where it has none that can be
 * asked from here. A stack that cannot be looked at is told of by the command itself.
 */
export async function beginProof(
  line: Pick<CommandLine, "stack" | "cwd">,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Proof | undefined> {
  try {
    const { id, host, settings } = findPlace(line.stack, folderOf(cwd, line.cwd), env);
    const client = lightClient(host.address, env);
    const { protocol, hostname } = new URL(host.address);
    const server = ["ssh:", "tcp:"].includes(protocol) ? hostname : undefined;
    const { healthPath: path = "/", domain } = settings;
    const target = await probeTarget(client, id, { path, domain }, server);
    client.close();
    return target && probing(target);
  } catch {
    return undefined;
  }
}

function probing(target: ProbeTarget): Proof {
  const counts = new Counts();
  const worker = new Worker(join(__dirname, "prober.ts"), {
    workerData: { target, memory: counts.memory },
    execArgv: ["--require", HOOK],
  });
  // It is there for the command, and keeps no command from its end.
  worker.unref();
  worker.once("error", () => {});
  return {
    figures: () => {
      const { requests, failures, slowest } = counts;
      return requests === 0 ? undefined : { path: target.path, requests, failures, slowest };
    },
    stop: () => void worker.terminate(),
  };
}
