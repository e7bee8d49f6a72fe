import { nameByChance } from "../../../components/labels";
import { EDGE_CONFIG } from "../../../components/platforms/swarm/configs";
import { isLocal } from "../../../docker/host";
import type { NodeInfo } from "../../../docker/node-label";
import { conflicts, isOwn } from "../../checks/conflicts";
import { dataElsewhere } from "../../checks/other-engine";
import { isTask, serviceConflicts } from "../../checks/services";
import type { Findings, Look, PlatformCheck } from "../platform";
import { unlabelled } from "../unlabelled";
import { checkCapacity } from "./capacity";
import type { SwarmClaims } from "./claims";
import { type FoundData, findDataNode } from "./data-node";
import { hasIpvs } from "./ipvs";
import { cpusOf } from "./node-cpus";
import { openSwarm } from "./open";

/** What was seen of the Swarm itself. */
interface Seen {
  nodes: readonly NodeInfo[];
  /** Undefined where the stack has no data, or its node cannot be told. */
  data?: FoundData;
  problems: string[];
  warnings: string[];
}

/** Looks at a Swarm that is to run a stack. */
export const checkSwarm =
  (wanted: SwarmClaims): PlatformCheck =>
  async (look) => {
    const { host, claims, info, staying, services, volumes, state } = look;
    const seen = await lookAtNodes(wanted, look);
    const taken = unlabelled(look);
    const node = info.Swarm?.NodeID ?? "";
    const { data } = seen;
    return {
      problems: [
        ...seen.problems,
        // The label of a node says where the data is.
        ...(data ? [] : dataElsewhere(claims, host, volumes, state)),
        ...runsAsContainers(look),
        ...serviceConflicts(claims, services),
        // What a service has its containers have, too.
        ...conflicts(
          claims,
          staying.filter((one) => !isTask(one)),
        ),
        ...taken.problems,
      ],
      warnings: [...seen.warnings, ...taken.warnings],
      machines: Math.max(1, seen.nodes.length),
      dataNode: data && {
        id: data.node.ID,
        name: data.node.Description.Hostname,
        isElsewhere: data.node.ID !== node,
      },
      cpus: (withData) => roomiest(seen, withData),
      open: (address) => openSwarm(wanted, { host: address, node, data, id: claims }),
    };
  };

async function lookAtNodes(wanted: SwarmClaims, look: Look): Promise<Seen> {
  const problem = managerProblem(look);
  if (problem) return { nodes: [], problems: [problem], warnings: [] };
  const { docker, claims, info } = look;
  const { dataNode, dataNodeKey: key, room } = wanted;
  const nodes = (await docker.listNodes()) as NodeInfo[];
  const found = claims.data?.length
    ? findDataNode({ ...claims, dataNode, key }, nodes, info.Swarm?.NodeID ?? "")
    : undefined;
  const data = found && "node" in found ? found : undefined;
  const capacity = checkCapacity({ ...room, stack: claims.stack }, nodes);
  const down = nodes.filter(({ Status }) => Status.State !== "ready");
  return {
    nodes,
    data,
    problems: [
      ...(found && "problem" in found ? [found.problem] : []),
      ...(data ? backupProblems(wanted, look, data.node) : []),
      ...capacity.problems,
      ...nameProblems(wanted, look),
      ...imageProblems(wanted, look, nodes),
      ...meshProblems(wanted, look),
    ],
    warnings: [
      ...down.map(
        ({ Description, Status }) =>
          `the node ${Description.Hostname} is ${Status.State}; nothing is placed on it`,
      ),
      ...capacity.warnings,
    ],
  };
}

/** Why a Swarm cannot be told by this engine what to run; undefined where it can. */
function managerProblem({
  host,
  claims: { stack },
  info: { Swarm: info },
}: Look): string | undefined {
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

/** They are looked at and restored through the engine that has them. */
function backupProblems(
  { hasBackups }: SwarmClaims,
  { claims: { stack }, host, info }: Look,
  { ID, Description, Spec }: NodeInfo,
): string[] {
  if (!hasBackups || ID === info.Swarm?.NodeID) return [];
  const { Hostname: name } = Description;
  const askIt = `that one is a manager, too, and can be asked: pulumi config set --stack ${stack} host ssh://USER@${name}`;
  const move = `begin on a manager, with the data from ./pulumiw backup now FILE`;
  return [
    `backup: the data is on the node ${name}, and backups are only made on the engine that is asked, ${host.address} (${host.from}); ${Spec.Role === "manager" ? askIt : move}; or make none: pulumi config rm --stack ${stack} backup`,
  ];
}

/** How many characters a Swarm takes. */
const LONGEST = { service: 63, config: 64 };

function nameProblems({ room }: SwarmClaims, { claims: { names, ...id } }: Look): string[] {
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
  { claims: { stack } }: Look,
  { length }: readonly NodeInfo[],
): string[] {
  if (fromRegistry || length < 2) return [];
  return [
    `registry: the Swarm has ${length} nodes, and only one would have the app's image; set a registry that all of them reach: pulumi config set --stack ${stack} --path registry.server HOST/NAMESPACE`,
  ];
}

function meshProblems(
  { options: { publishMode } }: SwarmClaims,
  { host, claims: { ports, stack } }: Look,
): string[] {
  if (publishMode === "host" || ports.length === 0 || !isLocal(host) || hasIpvs()) return [];
  return [
    `swarm.publishMode: ingress needs IPVS, which this kernel does not have (there is no /proc/net/ip_vs, and no module ip_vs): no port would answer; let each node publish its own tasks: pulumi config set --stack ${stack} --path swarm.publishMode host`,
  ];
}

/** Two servers would have the same data: the new one starts while the old one is there. */
function runsAsContainers({ claims, containers }: Look): string[] {
  const running = containers.filter(
    ({ State, Labels }) => State === "running" && isOwn(Labels, claims),
  );
  if (running.every(isTask)) return [];
  return [
    `platform: given swarm, and this stack runs as containers of one engine; take that away first, its data stays where database.keepData is on: pulumi destroy --stack ${claims.stack}`,
  ];
}

/** The node that has the most CPUs of those that come into question. */
function roomiest({ nodes, data }: Seen, withData: boolean): ReturnType<Findings["cpus"]> {
  return withData && data
    ? { where: `node ${data.node.Description.Hostname}`, cpus: cpusOf(data.node) }
    : { where: "largest node", cpus: Math.max(...nodes.map(cpusOf)) };
}
