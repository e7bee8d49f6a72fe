import { existsSync, readFileSync } from "node:fs";
import { release } from "node:os";

/**
 * Whether this machine's kernel has IPVS, which Swarm's routing mesh is made of. Docker asks for the
 * module when it makes a Swarm, so one that is not loaded by then has to be there at least.
 */
export function hasIpvs(): boolean {
  if (process.platform !== "linux" || existsSync("/proc/net/ip_vs")) return true;
  const lists = ["modules.dep", "modules.builtin"].map(
    (name) => `/lib/modules/${release()}/${name}`,
  );
  return lists.some((list) => existsSync(list) && readFileSync(list, "utf8").includes("/ip_vs.ko"));
}
