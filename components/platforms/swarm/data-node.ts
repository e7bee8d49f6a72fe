import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../../docker/connect";
import { orMissing } from "../../../docker/missing";
import { type NodeInfo, setNodeLabel } from "../../../docker/node-label";
import { acting } from "../../acting";
import { advice } from "../../advice";
import { nameOf, type StackId } from "../../labels";
import { steady } from "../../steady";

/** The label of the node that has a stack's data; a stack whose state was lost finds it again. */
export const dataLabel = (id: StackId) => `berth.data.${nameOf(id)}`;

export interface DataNodeArgs {
  /** Address of a manager's engine. */
  host: string;
  /** As `dataLabel` makes it. */
  label: string;
  /** Id of the node. */
  node: string;
  /** Its host name, for messages. */
  hostname: string;
  /** Whether the settings name the node. */
  asked: boolean;
  /** The data stays when the stack goes, and so does the label. */
  keepData: boolean;
}

async function label(inputs: DataNodeArgs): Promise<DataNodeArgs> {
  await setNodeLabel(connect(inputs.host), inputs.node, inputs.label, "true");
  return inputs;
}

/** Undefined where the Swarm has no such node. */
async function isLabelled({ host, node, label: name }: DataNodeArgs): Promise<boolean | undefined> {
  const found: NodeInfo | undefined = await orMissing(connect(host).getNode(node).inspect());
  return found && found.Spec.Labels?.[name] === "true";
}

/**
 * Only a person may say that the data is somewhere else, by the settings or by a label: there it may be
 * empty.
 */
async function moveProblem(
  olds: Partial<DataNodeArgs> | undefined,
  news: DataNodeArgs,
): Promise<string | undefined> {
  const isMoved = olds?.node !== undefined && olds.node !== news.node;
  // A machine that was made anew has its name still, and nothing of the data.
  const isAsked = news.asked && news.hostname !== olds?.hostname;
  if (!isMoved || isAsked || (await isLabelled(news))) return undefined;
  const label = `docker node update --label-add ${news.label}=true`;
  const begin = advice.beginElsewhere();
  const isThere = (await isLabelled({ ...news, node: olds.node ?? "" })) !== undefined;
  return isThere
    ? `the data of this stack is on the node ${olds.hostname}, whose label somebody removed; label it again: ${label} ${olds.hostname}; ${begin}`
    : `the data of this stack is on the node ${olds.hostname}, which the Swarm no longer has; bring it back, or label the one that has the data now: ${label} NODE; ${begin}`;
}

const INPUTS = ["host", "label", "node", "hostname", "asked", "keepData"] as const;

const provider: pulumi.dynamic.ResourceProvider<DataNodeArgs, DataNodeArgs> = steady("DataNode", {
  ...acting<DataNodeArgs>(({ label }) => label, label),
  /** A preview says it too. */
  async check(olds, news) {
    const reason = await moveProblem(olds, news);
    return { inputs: news, failures: reason ? [{ property: "", reason }] : [] };
  },
  /** A label that somebody removed is put back: without it no node takes the database. */
  async diff(_id, olds, news) {
    const isAnother = INPUTS.some((key) => olds[key] !== news[key]);
    return { changes: isAnother || (await isLabelled(news)) === false };
  },
  async delete(_id, state) {
    if (state.keepData) return;
    await orMissing(setNodeLabel(connect(state.host), state.node, state.label, undefined));
  },
});

/** Labels the node that has a stack's data, so that its database runs there and nowhere else. */
export class DataNode extends pulumi.dynamic.Resource {
  constructor(name: string, args: DataNodeArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "DataNode");
  }
}
