/** The parts of an image's inspection that tell where it came from. */
export interface ImageOrigin {
  Id?: string;
  RepoDigests?: readonly string[] | null;
  Config?: { Labels?: Record<string, string> | null };
  /** With the containerd image store, from API 1.48 on: what the name stands for. */
  Descriptor?: { annotations?: Record<string, string> };
}

/** What this project's stand-ins say that they are. */
export const STAND_IN_LABEL = "berth.standin.what";

/** What a build and `docker load` write down beside a name; a pull writes nothing. */
const OF_THIS_ENGINE = ["config.digest", "io.containerd.image.name"];

/**
 * Whether a registry knows an image by its digest. An image store of the engine's own has digests for
 * such images only; the containerd image store has one for each image, whoever made it.
 *
 * @returns undefined where the engine does not know: it built the image, and somebody may have pushed it.
 */
export function isFromRegistry(reference: string, image: ImageOrigin): boolean | undefined {
  if (!image.RepoDigests?.length) return false;
  if (registryOf(reference) !== HUB) return true;
  // The containerd image store calls an image by its manifest's digest, any other by that of its config.
  if (!image.RepoDigests.some((digest) => digest.endsWith(`@${image.Id}`))) return true;
  const isStandIn = image.Config?.Labels?.[STAND_IN_LABEL] !== undefined;
  if (image.Descriptor === undefined) return !isStandIn;
  const annotations = image.Descriptor.annotations ?? {};
  if (!OF_THIS_ENGINE.some((name) => name in annotations)) return true;
  return isStandIn ? false : undefined;
}

const HUB = "docker.io";

/** The host of the registry that a name means: where it begins with none it is Docker Hub's. */
export function registryOf(reference: string): string {
  const [host = "", ...path] = reference.split("/");
  return path.length > 0 && (/[.:]/.test(host) || host === "localhost") ? host : HUB;
}
