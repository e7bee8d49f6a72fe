import type { StackId } from "../../../components";
import { type Platform, swarm } from "../../../components/platforms";
import { DataNode, dataLabel } from "../../../components/platforms/swarm/data-node";
import type { DataPlace } from "../../../components/platforms/swarm/options";
import type { SwarmClaims } from "./claims";
import type { FoundData } from "./data-node";

/** Where a stack goes on a Swarm. */
interface Place {
  /** Address of the engine. */
  host: string;
  /** Id of its node. */
  node: string;
  /** The node with the stack's data; undefined where there is none. */
  data: FoundData | undefined;
  id: StackId;
}

/** Labels the node that has the stack's data, so that the next `up` finds it. */
export const openSwarm = (claims: SwarmClaims, place: Place): Platform =>
  swarm({ ...claims.options, node: place.node, data: dataPlace(claims, place) });

function dataPlace({ keepData }: SwarmClaims, { host, node, data, id }: Place): DataPlace {
  const label = dataLabel(id);
  const constraint = `node.labels.${label}==true`;
  if (!data) return { constraint };
  const { asked, node: has } = data;
  const { Hostname: hostname } = has.Description;
  const labelled = new DataNode("data-node", {
    ...{ host, label, hostname, asked, keepData },
    node: has.ID,
  });
  return {
    constraint: labelled.id.apply(() => constraint),
    elsewhere: has.ID === node ? undefined : hostname,
  };
}
