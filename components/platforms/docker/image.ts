import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { connectToAsk } from "../../../docker/connect";
import { isFromRegistry } from "../../../docker/image-origin";

/**
 * The id of an image that the engine has or pulls. Containers are given the id, not the reference,
 * so that a moved tag replaces them, and a destroy leaves the image to other stacks.
 *
 * The nodes of a Swarm are given the digest that a registry knows the image by. One that came from no
 * registry is given by its reference, which then means what each node has.
 *
 * @param swarm with the address of the manager that is asked; undefined where one engine runs the image.
 */
export function pulledImage(
  name: string,
  reference: string,
  parent: pulumi.Resource,
  swarm?: { host?: string },
): pulumi.Output<string> {
  const image = new docker.RemoteImage(name, { name: reference, keepLocally: true }, { parent });
  if (swarm === undefined) return image.imageId;
  const isKnown = async (digest: string) =>
    digest !== "" &&
    (swarm.host === undefined || (await hasRegistry(reference, digest, swarm.host)));
  return image.repoDigest.apply(async (digest) => ((await isKnown(digest)) ? digest : reference));
}

/** How long a registry has to say whether it knows an image, in milliseconds. */
const ANSWER_MS = 5_000;

/** What a registry says of what it does not have, or not for everybody. No answer is none of these. */
const UNKNOWN_THERE: ReadonlySet<number> = new Set([401, 403, 404]);

/** Whether a registry gives an image by this digest; as long as nothing speaks against it, it does. */
async function hasRegistry(reference: string, digest: string, manager: string): Promise<boolean> {
  const engine = connectToAsk(manager, ANSWER_MS);
  const image = await engine
    .getImage(reference)
    .inspect()
    .catch(() => undefined);
  if (!image) return true;
  const known = isFromRegistry(reference, image);
  if (known !== undefined) return known;
  return engine
    .getImage(digest)
    .distribution()
    .then(
      () => true,
      ({ statusCode }: { statusCode?: number }) => !UNKNOWN_THERE.has(statusCode ?? 0),
    );
}
