import { dataLabel } from "../../../components/platforms/swarm/data-node";
import type { NodeInfo } from "../../../docker/node-label";

export interface DataNodeWish {
  project: string;
  stack: string;
  /** Host name of the node that the settings ask for. */
  dataNode?: string;
  /**
   * The setting that does.
   *
   * @default "database.node"
   */
  key?: string;
}

/** The node of a stack's data, and whether the settings name it. */
export interface FoundData {
  node: NodeInfo;
  asked: boolean;
}

/**
 * Finds the node that has a stack's data: the one that an `up` before has labelled, else the one that
 * the settings name, else the manager that is asked.
 *
 * @param self id of that manager.
 */
export function findDataNode(
  wish: DataNodeWish,
  nodes: readonly NodeInfo[],
  self: string,
): FoundData | { problem: string } {
  const { stack, dataNode, key = "database.node" } = wish;
  const label = dataLabel(wish);
  const set = `pulumi config set --stack ${stack} --path ${key}`;
  const labelled = nodes.filter(({ Spec }) => Spec.Labels?.[label] === "true");
  // A node that has not reported yet has no name.
  const named = nodes.filter((node) => dataNode !== undefined && hostnameOf(node) === dataNode);
  // A machine that joined again is there twice, and the label says which of them it was.
  const both = named.filter((node) => labelled.includes(node));
  const wanted = both.length > 0 ? both : named;
  const names = nodes.map(({ Description }) => Description.Hostname).join(", ");
  const listed = (several: readonly NodeInfo[]) =>
    several.map((node) => `${node.ID} (${hostnameOf(node)}, ${node.Status.State})`).join(", ");
  if (labelled.length > 1) {
    return {
      problem: `${key}: ${labelled.length} nodes have the label ${label}, and the data can be on one only: ${listed(labelled)}; take it from the others: docker node update --label-rm ${label} NODE`,
    };
  }
  if (wanted.length > 1) {
    return {
      problem: `${key}: ${wanted.length} nodes have the host name ${dataNode}, and the data can be on one only: ${listed(wanted)}; remove one that is no more: docker node rm NODE; or label the one that is meant: docker node update --label-add ${label}=true NODE`,
    };
  }
  const [has] = labelled;
  if (dataNode !== undefined && wanted.length === 0) {
    return {
      problem: `${key}: the Swarm has no node ${dataNode}; it has ${names}; bring it back where it had the data, or begin with an empty database on one of these: ${set} NODE`,
    };
  }
  if (has && dataNode !== undefined && has !== wanted[0]) {
    return {
      problem: `${key}: given ${dataNode}, and the data of this stack is on ${hostnameOf(has)}; to go on there: ${set} ${hostnameOf(has)}; to move it: back it up, take the label away (docker node update --label-rm ${label} ${hostnameOf(has)}), and restore it after an up`,
    };
  }
  const node = has ?? wanted[0] ?? nodes.find(({ ID }) => ID === self);
  if (!node) return { problem: `${key}: the Swarm does not list the node ${self}` };
  const problem = unusable(node, key);
  return problem ? { problem } : { node, asked: dataNode !== undefined };
}

/**
 * The way back from a Swarm: an engine that is told to run the stack alone, while another node has its
 * data, would begin with an empty volume.
 *
 * @param self id of that engine's node.
 */
export function leftOnAnotherNode(
  wish: Pick<DataNodeWish, "project" | "stack">,
  nodes: readonly NodeInfo[],
  self: string,
): string[] {
  const label = dataLabel(wish);
  const node = nodes.find(({ ID, Spec }) => ID !== self && Spec.Labels?.[label] === "true");
  if (!node) return [];
  const name = hostnameOf(node);
  return [
    `host: the data of this stack is on the node ${name} of the Swarm, and this engine would begin with none; deploy to that one, from which a backup can bring it anywhere: pulumi config set --stack ${wish.stack} host ssh://USER@${name}; or begin with none here: docker node update --label-rm ${label} ${name}`,
  ];
}

const hostnameOf = ({ Description }: NodeInfo) => Description.Hostname;

function unusable(node: NodeInfo, key: string): string | undefined {
  const what = `${key}: the node ${hostnameOf(node)}, which has the data of this stack,`;
  if (node.Status.State !== "ready") {
    return `${what} is ${node.Status.State}; bring it back: there is no data anywhere else`;
  }
  return node.Spec.Availability === "active"
    ? undefined
    : `${what} takes no tasks; let it: docker node update --availability active ${hostnameOf(node)}`;
}
