import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../docker/connect";
import { nameOf, type StackId } from "./labels";
import { listReleases, type Release } from "./releases";

export interface ReleasePruningArgs {
  /** Address of the Docker engine. */
  host: string;
  id: StackId;
  /** How many images stay, the newest first. */
  keep: number;
  /** The image that the app runs now: it stays, however old it is. A new one makes room again. */
  image: pulumi.Input<string>;
  /** Where the stack's images get their tags, such as `widgets-prod/app`. */
  repository: string;
}

interface Inputs {
  host: string;
  project: string;
  stack: string;
  keep: number;
  image: string;
  repository: string;
}

/** Old images cost nothing but room on the disk, so whatever fails here is only told. */
async function prune(inputs: Inputs): Promise<void> {
  const docker = connect(inputs.host);
  try {
    for (const release of tooOld(await listReleases(docker, inputs), inputs)) {
      await remove(docker, release);
      console.log(`Removed the old image ${release.tags.join(", ") || release.id}`);
    }
  } catch (error) {
    console.log(`Old images were not removed: ${(error as Error).message}`);
  }
}

/** What goes. A tag in another repository is a person's own: they want to keep the image. */
function tooOld(releases: readonly Release[], { keep, image, repository }: Inputs): Release[] {
  return releases
    .slice(keep)
    .filter(
      ({ id, references, digests, used }) =>
        !used &&
        id !== image &&
        !digests.includes(image) &&
        references.every((reference) => isTagOf(reference, repository)),
    );
}

const isTagOf = (reference: string, repository: string) =>
  reference.slice(0, reference.lastIndexOf(":")) === repository;

/** Docker itself refuses to remove the last tag of an image that a container uses. */
async function remove(docker: Docker, { id, references }: Release): Promise<void> {
  for (const reference of references.length > 0 ? references : [id]) {
    await docker.getImage(reference).remove();
  }
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    await prune(inputs);
    return { id: nameOf(inputs), outs: inputs };
  },
  async update(_id, _olds, inputs) {
    await prune(inputs);
    return { outs: inputs };
  },
};

/**
 * Removes a stack's older images from the engine, never from a registry, once a new one runs. Never
 * fails.
 *
 * One that a container was made from stays: that of the version before goes with a later one.
 */
export class ReleasePruning extends pulumi.dynamic.Resource {
  constructor(name: string, args: ReleasePruningArgs, opts?: pulumi.CustomResourceOptions) {
    const { id, ...rest } = args;
    // The name `id` is Pulumi's own.
    super(provider, name, { ...id, ...rest }, opts, "berth", "ReleasePruning");
  }
}
