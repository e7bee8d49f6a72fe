import type * as pulumi from "@pulumi/pulumi";
import { connectToAsk } from "../../../docker/connect";
import { isFromRegistry } from "../../../docker/image-origin";
import { pulled } from "../docker/image";

/**
 * What the nodes of a Swarm are given of an image that its manager has or pulls: the digest that a
 * registry knows it by. One that came from no registry is given by its reference, which then means what
 * each node has.
 *
 * @param host of the manager that is asked; undefined: a digest is taken as it is.
 */
export function imageOfNodes(
  name: string,
  reference: string,
  host: string | undefined,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const isKnown = async (digest: string) =>
    digest !== "" && (host === undefined || (await hasRegistry(reference, digest, host)));
  return pulled(name, reference, parent).repoDigest.apply(async (digest) =>
    (await isKnown(digest)) ? digest : reference,
  );
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
