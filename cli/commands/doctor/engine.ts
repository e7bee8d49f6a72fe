import type { NodeInfo } from "../../../docker/node-label";
import { type Fault, NODES } from "../faults";
import { type Look, onServer } from "./look";

interface Info {
  SystemTime: string;
  ServerVersion: string;
  Warnings?: string[] | null;
  Swarm?: { LocalNodeState?: string; ControlAvailable?: boolean; Error?: string };
}

/** The oldest version that Berth speaks to: docs/engines.md. */
const OLDEST = [20, 10];
/** How far clocks may be apart, in seconds; tokens and certificates are refused from some minutes on. */
const APART = 30;

/** The engine's version and clock, and the nodes of its Swarm. */
export const engine: Look = async ({ place }) => {
  const { isOnSwarm } = place.settings;
  const before = Date.now();
  const info = await place.client.ask<Info>("GET", "/info");
  const faults = engineFaults(info, before, Date.now(), place.host.address, isOnSwarm);
  if (!isOnSwarm || !info.Swarm?.ControlAvailable) return faults;
  return [...faults, ...nodeFaults(await place.client.ask<NodeInfo[]>("GET", "/nodes"))];
};

/** Nodes that do not answer: what ran there runs elsewhere or waits. Pure. */
export function nodeFaults(nodes: readonly NodeInfo[]): Fault[] {
  return nodes
    .filter(({ Status }) => Status.State === "down")
    .map(({ Description, Status }) => ({
      kind: "node-gone",
      when: "soon",
      about: Description.Hostname,
      words: `the node ${Description.Hostname} (${Status.Addr ?? "no address"}) of the Swarm does not answer`,
      mend: NODES,
    }));
}

/**
 * What an engine says of itself. Pure.
 *
 * @param before when it was asked, and `after` when it had answered, by this machine's clock.
 */
export function engineFaults(
  info: Info,
  before: number,
  after: number,
  address: string,
  isOnSwarm: boolean,
): Fault[] {
  const faults: Fault[] = [];
  const fault = (kind: string, when: Fault["when"], words: string, mend: string) =>
    faults.push({ kind, when, about: "engine", words, mend });
  const [major = 0, minor = 0] = info.ServerVersion.split(".").map(Number);
  const [oldest = 0, oldestMinor = 0] = OLDEST;
  if (major < oldest || (major === oldest && minor < oldestMinor)) {
    const install = "https://docs.docker.com/engine/install/";
    const words = `Docker ${info.ServerVersion} at ${address} is older than ${OLDEST.join(".")}, which Berth needs`;
    fault("docker-too-old", "now", words, `# install a newer one: ${install}`);
  }
  const theirs = Date.parse(info.SystemTime);
  const apart = theirs < before ? before - theirs : theirs > after ? theirs - after : 0;
  if (apart > APART * 1000) {
    const words = `the clock of ${address} is ${Math.round(apart / 1000)} s ${theirs < before ? "behind" : "ahead of"} this machine's`;
    fault("clock", "now", words, onServer(address, "sudo timedatectl set-ntp true"));
  }
  if (isOnSwarm && info.Swarm?.ControlAvailable !== true) {
    const words = `the engine at ${address} is no manager of a Swarm${info.Swarm?.Error ? `: ${info.Swarm.Error}` : ""}`;
    fault(
      "no-swarm",
      "now",
      words,
      onServer(address, "docker swarm init   # or name a manager in the setting host"),
    );
  }
  return faults;
}
