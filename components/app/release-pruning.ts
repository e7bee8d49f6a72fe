import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../../docker/connect";
import { acting } from "../acting";
import { nameOf, type Role, type StackId } from "../labels";
import { steady } from "../steady";
import { listReleases, type Release, servedTag } from "./releases";

export interface ReleasePruningArgs {
  /** Address of the Docker engine. */
  host: string;
  id: StackId;
  /** How many images stay, the newest first, and how many of those that served. */
  keep: number;
  /** The image that the app runs now: it stays, however old it is. A new one makes room again. */
  image: pulumi.Input<string>;
  /** Where the stack's images get their tags, such as `widgets-prod/app`. */
  repository: string;
  /**
   * What the images are built for.
   *
   * @default "app"
   */
  role?: Role;
}

interface Inputs {
  host: string;
  project: string;
  stack: string;
  keep: number;
  image: string;
  repository: string;
  role?: Role;
}

/**
 * Old images cost nothing but room on the disk, so whatever fails here is only told.
 *
 * @param served images that were healthy in the stack, the one that runs now last.
 */
async function prune(inputs: Inputs, ...served: string[]): Promise<void> {
  const docker = connect(inputs.host);
  try {
    const all = await listReleases(docker, inputs, inputs.role);
    const releases = await markServed(docker, all, inputs, served);
    for (const release of tooOld(releases, inputs)) {
      await remove(docker, release);
      const of = inputs.role === undefined ? "" : ` of ${inputs.role}`;
      console.log(`Removed the old image ${release.tags.join(", ") || release.id}${of}`);
    }
  } catch (error) {
    console.log(`Old images were not removed: ${(error as Error).message}`);
  }
}

const isImage = ({ id, digests }: Release, image: string) =>
  id === image || digests.includes(image);

/** Marks what served, so that what never did is known by the lack of it. */
async function markServed(
  docker: Docker,
  releases: readonly Release[],
  { repository: repo }: Inputs,
  served: readonly string[],
): Promise<Release[]> {
  for (const image of served) {
    const release = releases.find((it) => isImage(it, image) && !it.served);
    if (release) await docker.getImage(release.id).tag({ repo, tag: servedTag(release.id) });
  }
  return releases.map((release) => ({
    ...release,
    served: release.served || served.some((image) => isImage(release, image)),
  }));
}

/**
 * What goes. However many there are that never served, they push none out that did. A tag in another
 * repository is a person's own: they want to keep the image.
 */
function tooOld(releases: readonly Release[], { keep, image, repository }: Inputs): Release[] {
  const served = releases.filter((release) => release.served);
  const kept = new Set([...releases.slice(0, keep), ...served.slice(0, keep)]);
  return releases.filter(
    (release) =>
      !kept.has(release) &&
      !release.used &&
      !isImage(release, image) &&
      release.references.every((reference) => isTagOf(reference, repository)),
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

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("ReleasePruning", {
  ...acting<Inputs>(
    (inputs) => nameOf(inputs),
    (inputs, olds) => prune(inputs, ...(olds ? [olds.image] : []), inputs.image),
  ),
});

/**
 * Marks the image that runs as one that served, and removes a stack's older images from the engine,
 * never from a registry. Never fails.
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

/**
 * Has a stack's older images removed once all is well.
 *
 * @param args undefined where no images are built.
 */
export function pruneReleases(
  args: Omit<ReleasePruningArgs, "image"> | undefined,
  { reference: image }: { reference: pulumi.Input<string> },
  dependsOn: pulumi.Resource[],
): void {
  if (args) new ReleasePruning("releases", { ...args, image }, { dependsOn });
}
