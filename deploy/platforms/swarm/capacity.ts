import type { NodeInfo } from "../../../docker/node-label";
import { cpusOf } from "./node-cpus";

/** What an app's tasks ask of the nodes of a Swarm. */
export interface CapacityClaims {
  stack: string;
  replicas: number;
  /** Whether an update starts a task before it stops one. */
  startsFirst: boolean;
  /** Whether each task publishes its port on the node that runs it. */
  hasNodesPort: boolean;
  /**
   * How many of them a node may run.
   *
   * @default as many as fit
   */
  maxReplicas?: number;
  /** What a node keeps for each; `memory` in MB. */
  reservations: { cpus?: number; memory?: number };
}

const MEGABYTE = 1024 * 1024;

/**
 * Tasks that no node can take are pending for ever, which is no failure for Swarm: nothing is rolled
 * back. Nodes that are down count, since they may come back. Where those that are drained or paused
 * would do, somebody is at work on them, and a stack that runs must not be in the way.
 *
 * @returns what is wrong, and what is worth a warning.
 */
export function checkCapacity(
  claims: CapacityClaims,
  nodes: readonly NodeInfo[],
): { problems: string[]; warnings: string[] } {
  const willing = nodes.filter(isWilling);
  if (willing.length === 0) {
    const problem =
      "platform: the Swarm has no node that takes tasks; let one: docker node update --availability active NODE";
    return { problems: [problem], warnings: [] };
  }
  const room = roomOn(willing, claims);
  const wanted = claims.replicas + spareOf(claims);
  if (wanted <= room) return { problems: [], warnings: [] };
  const given = `replicas: given ${claims.replicas}${claims.startsFirst ? " (and one more during an update, which starts a task before it stops one)" : ""}`;
  const found = `${given}, and ${nodesOf(willing)} room for ${room} (${reasonsOf(claims).join(", ")})`;
  if (wanted <= roomOn(nodes, claims)) {
    const others = nodes.filter((node) => !isWilling(node));
    const names = others.map(({ Description }) => Description.Hostname);
    const warning = `${found}: the others wait, and an update fails, until more nodes take tasks: docker node update --availability active ${names.join(", or ")}`;
    return { problems: [], warnings: [warning] };
  }
  const ways = waysOut(claims, nodes);
  return {
    problems: [`${found}: the others would wait for ever; one of: ${ways.join("; ")}`],
    warnings: [],
  };
}

const isWilling = ({ Spec }: NodeInfo) => Spec.Availability === "active";

const spareOf = ({ startsFirst }: CapacityClaims) => (startsFirst ? 1 : 0);

/** What would do, once all nodes take tasks. */
function waysOut(claims: CapacityClaims, nodes: readonly NodeInfo[]): string[] {
  const { stack, replicas, maxReplicas, reservations, hasNodesPort } = claims;
  const set = `pulumi config set --stack ${stack} --path`;
  const spare = spareOf(claims);
  const most = roomOn(nodes, claims) - spare;
  return [
    ...(most > 0 ? [`at most ${most}: ${set} replicas ${most}`] : []),
    ...(maxReplicas
      ? [`more on a node: ${set} swarm.maxReplicas ${Math.ceil((replicas + spare) / nodes.length)}`]
      : []),
    ...(hasReservations(reservations)
      ? [`less that is kept for each: pulumi config rm --stack ${stack} --path swarm.reservations`]
      : []),
    ...(hasNodesPort ? [`an edge before them: ${set} rollout rolling`] : []),
  ];
}

const hasReservations = ({ cpus, memory }: CapacityClaims["reservations"]) =>
  cpus !== undefined || memory !== undefined;

const nodesOf = ({ length }: readonly NodeInfo[]) =>
  length === 1 ? "the one node that takes tasks has" : `the ${length} nodes that take tasks have`;

const roomOn = (nodes: readonly NodeInfo[], claims: CapacityClaims) =>
  nodes.reduce((sum, node) => sum + tasksOn(node, claims), 0);

/** How many tasks a node takes, as far as anything limits them. */
function tasksOn(
  node: NodeInfo,
  { hasNodesPort, maxReplicas, reservations }: CapacityClaims,
): number {
  const { cpus, memory } = reservations;
  const { MemoryBytes = ANY } = node.Description.Resources;
  return Math.min(
    hasNodesPort ? 1 : ANY,
    maxReplicas ?? ANY,
    cpus === undefined ? ANY : Math.floor((cpusOf(node) * 1e9) / Math.round(cpus * 1e9)),
    memory === undefined ? ANY : Math.floor(MemoryBytes / (memory * MEGABYTE)),
  );
}

const ANY = Number.POSITIVE_INFINITY;

function reasonsOf({ hasNodesPort, maxReplicas, reservations }: CapacityClaims): string[] {
  const { cpus, memory } = reservations;
  return [
    ...(hasNodesPort ? ["a node has app.port once, with swarm.publishMode host"] : []),
    ...(maxReplicas === undefined ? [] : [`swarm.maxReplicas ${maxReplicas}`]),
    ...(cpus === undefined ? [] : [`swarm.reservations.cpus ${cpus}`]),
    ...(memory === undefined ? [] : [`swarm.reservations.memory ${memory}m`]),
  ];
}
