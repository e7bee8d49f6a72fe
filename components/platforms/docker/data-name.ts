import * as pulumi from "@pulumi/pulumi";
import { connectToAsk } from "../../../docker/connect";
import { orMissing } from "../../../docker/missing";
import type { NodeInfo } from "../../../docker/node-label";
import { acting } from "../../acting";
import { advice } from "../../advice";
import { nameOf, type StackId } from "../../labels";
import { steady } from "../../steady";
import { dataLabel } from "../swarm/data-node";

export interface DataNameArgs extends StackId {
  /** Address of the Docker engine. */
  host: string;
  /** Names of the volumes whose content is nowhere else. */
  volumes: readonly string[];
}

/** A volume that the engine does not have. */
export interface MissingVolume {
  volume: string;
  /** Whether a stack that had it is refused. */
  kept: boolean;
  /** What is told of it where the stack had it. */
  words: string;
}

/** Only a check sees it: the state does not have what is missing now. */
interface CheckedArgs extends DataNameArgs {
  missing?: readonly MissingVolume[];
}

/**
 * Volumes are found by the stack's name alone: under another one it would begin with empty ones, and
 * what a stack does not keep would be deleted.
 */
async function renameProblem(
  olds: Partial<DataNameArgs>,
  news: DataNameArgs,
): Promise<string | undefined> {
  const { host, project, stack, volumes } = olds;
  if (!host || !project || !stack || !volumes) return undefined;
  const before = { project, stack };
  if (nameOf(before) === nameOf(news)) return undefined;
  const place = await placeOfData(host, before, volumes);
  if (!place) return undefined;
  const back =
    project === news.project
      ? `pulumi stack rename --stack ${news.stack} ${stack}`
      : `pulumi stack rename --stack ${news.stack} organization/${project}/${stack}, and name: ${project} in Pulumi.yaml`;
  return `the data of this stack is ${place}, under the name that it had, and as ${nameOf(news)} it would begin with none; give it its name back: ${back}; ${advice.moveData(stack, news.stack)}`;
}

/** What is missing of a stack that had it: a new one has none of its volumes. */
function lostVolumes(
  olds: Partial<DataNameArgs>,
  news: DataNameArgs,
  missing: readonly MissingVolume[],
): MissingVolume[] {
  // On another engine the data is not lost, but elsewhere.
  if (olds.host !== news.host) return [];
  return missing.filter(({ volume }) => olds.volumes?.includes(volume));
}

/** Where there is data of that name, in words; undefined where there is none. */
async function placeOfData(
  host: string,
  id: StackId,
  names: readonly string[],
): Promise<string | undefined> {
  const docker = connectToAsk(host);
  const found = await Promise.all(names.map((name) => orMissing(docker.getVolume(name).inspect())));
  const volumes = found.flatMap((volume) => volume?.Name ?? []);
  if (volumes.length > 0) return `in ${volumes.join(", ")}`;
  const { Swarm } = await docker.info();
  if (!Swarm?.ControlAvailable) return undefined;
  const nodes: NodeInfo[] = await docker.listNodes();
  const node = nodes.find(({ Spec }) => Spec.Labels?.[dataLabel(id)] === "true");
  return node && `on the node ${node.Description.Hostname}`;
}

const provider: pulumi.dynamic.ResourceProvider<DataNameArgs, DataNameArgs> = steady("DataName", {
  ...acting<DataNameArgs>(
    (inputs) => nameOf(inputs),
    async () => {},
  ),
  /** A preview says it too. */
  async check(olds, { missing = [], ...news }: CheckedArgs) {
    const lost = lostVolumes(olds ?? {}, news, missing);
    for (const { words } of lost.filter(({ kept }) => !kept)) console.log(words);
    const refused = lost.filter(({ kept }) => kept).map(({ words }) => words);
    const reason = (await renameProblem(olds ?? {}, news)) ?? refused.join("\n");
    return { inputs: news, failures: reason ? [{ property: "", reason }] : [] };
  },
});

/**
 * Keeps a stack that has data from going on under another name, where it would not find it, and from
 * going on without it.
 */
export class DataName extends pulumi.dynamic.Resource {
  constructor(name: string, args: CheckedArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "DataName");
  }
}
