import type Docker from "dockerode";
import { nameByChance } from "../../components/labels";
import { EDGE_CONFIG } from "../../components/platforms/swarm/configs";
import { type DockerHost, isLocal } from "../../docker/host";
import type { NodeInfo } from "../../docker/node-label";
import { checkCapacity } from "./capacity";
import { findDataNode } from "./data-node";
import { hasIpvs } from "./ipvs";
import type { Swarm, SwarmClaims, SwarmInfo } from "./swarm-claims";

interface StackOnSwarm {
  project: string;
  stack: string;
  host: DockerHost;
  /** Names of services, as far as they are not made by chance. */
  names: readonly string[];
  /** Ports that are published, by the setting that asks for each. */
  ports: readonly { key: string }[];
  /** Names of the volumes whose content is nowhere else. */
  data?: readonly string[];
}

/** Whether the engine is one that a Swarm can be told by; else why not. */
export function managerProblem(
  info: SwarmInfo | undefined,
  place: StackOnSwarm,
): string | undefined {
  const { host, stack } = place;
  const set = `pulumi config set --stack ${stack}`;
  const where = `platform: the engine at ${host.address} (${host.from})`;
  switch (info?.LocalNodeState) {
    case "active":
      break;
    case "error":
      return `${where} cannot take part in its Swarm: ${info.Error || "it does not say why"}; mend that, and see there: docker info`;
    case "pending":
      return `${where} is still about to join its Swarm${info.Error ? `: ${info.Error}` : ""}; wait until docker info says active there`;
    case "locked":
      return `${where} has a Swarm that is locked; unlock it there: docker swarm unlock`;
    default:
      return `${where} is in no Swarm; make it the first node of one: docker swarm init; or deploy to this engine alone: ${set} platform docker`;
  }
  if (info.ControlAvailable) return undefined;
  const managers = (info.RemoteManagers ?? []).map(({ Addr }) => Addr.replace(/:\d+$/, ""));
  return `${where} is a worker of its Swarm, and only managers take orders; the managers are ${managers.join(", ") || "not known to it"}: ${set} host ssh://USER@MANAGER`;
}

/**
 * Looks at a Swarm before anything is changed.
 *
 * @returns what is wrong, a line each; what is worth a warning; and what was found.
 */
export async function lookAtSwarm(
  docker: Docker,
  claims: SwarmClaims,
  place: StackOnSwarm,
  self: string,
): Promise<{ problems: string[]; warnings: string[]; swarm: Swarm }> {
  const nodes = (await docker.listNodes()) as NodeInfo[];
  const found = place.data?.length
    ? findDataNode({ ...place, dataNode: claims.dataNode, key: claims.dataNodeKey }, nodes, self)
    : undefined;
  const isFound = found !== undefined && "node" in found;
  const room = checkCapacity({ ...claims.room, stack: place.stack }, nodes);
  const down = nodes.filter(({ Status }) => Status.State !== "ready");
  return {
    problems: [
      ...(found && "problem" in found ? [found.problem] : []),
      ...(isFound ? backupProblems(claims, place, found.node, self) : []),
      ...room.problems,
      ...nameProblems(claims, place),
      ...imageProblems(claims, place, nodes),
      ...meshProblems(claims, place),
    ],
    warnings: [
      ...down.map(
        ({ Description, Status }) =>
          `the node ${Description.Hostname} is ${Status.State}; nothing is placed on it`,
      ),
      ...room.warnings,
    ],
    swarm: { node: self, nodes, data: isFound ? found : undefined },
  };
}

/** They are looked at and restored through the engine that has them. */
function backupProblems(
  { hasBackups }: SwarmClaims,
  { stack, host }: StackOnSwarm,
  { ID, Description, Spec }: NodeInfo,
  self: string,
): string[] {
  if (!hasBackups || ID === self) return [];
  const { Hostname: name } = Description;
  const askIt = `that one is a manager, too, and can be asked: pulumi config set --stack ${stack} host ssh://USER@${name}`;
  const move = `begin on a manager, with the data from ./pulumiw backup now FILE`;
  return [
    `backup: the data is on the node ${name}, and backups are only made on the engine that is asked, ${host.address} (${host.from}); ${Spec.Role === "manager" ? askIt : move}; or make none: pulumi config rm --stack ${stack} backup`,
  ];
}

/** How many characters a Swarm takes. */
const LONGEST = { service: 63, config: 64 };

function nameProblems({ room }: SwarmClaims, { names, ...id }: StackOnSwarm): string[] {
  // The app behind an edge is there twice while the one takes over from the other.
  const behindAnEdge: [kind: keyof typeof LONGEST, name: string][] = [
    ["service", nameByChance(id, "app")],
    ["config", nameByChance(id, EDGE_CONFIG)],
  ];
  const all = [
    ...names.map((name) => ["service", name] as const),
    ...(room.startsFirst ? behindAnEdge : []),
  ];
  const surplusOf = ([kind, name]: (typeof all)[number]) => name.length - LONGEST[kind];
  const [worst] = all.sort((one, other) => surplusOf(other) - surplusOf(one));
  if (!worst || surplusOf(worst) <= 0) return [];
  const [kind, name] = worst;
  return [
    `platform: the ${kind} ${name} would have a name of ${name.length} characters, and a Swarm takes ${LONGEST[kind]}; give the project (name in Pulumi.yaml) or the stack a name that is shorter by ${surplusOf(worst)}`,
  ];
}

function imageProblems(
  { fromRegistry }: SwarmClaims,
  { stack }: StackOnSwarm,
  { length }: readonly NodeInfo[],
): string[] {
  if (fromRegistry || length < 2) return [];
  return [
    `registry: the Swarm has ${length} nodes, and only one would have the app's image; set a registry that all of them reach: pulumi config set --stack ${stack} --path registry.server HOST/NAMESPACE`,
  ];
}

function meshProblems(
  { publishMode }: SwarmClaims,
  { host, ports, stack }: StackOnSwarm,
): string[] {
  if (publishMode === "host" || ports.length === 0 || !isLocal(host) || hasIpvs()) return [];
  return [
    `swarm.publishMode: ingress needs IPVS, which this kernel does not have (there is no /proc/net/ip_vs, and no module ip_vs): no port would answer; let each node publish its own tasks: pulumi config set --stack ${stack} --path swarm.publishMode host`,
  ];
}
