import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The id of an image that the engine has or pulls. Containers are given the id, not the reference,
 * so that a moved tag replaces them, and a destroy leaves the image to other stacks.
 *
 * The nodes of a Swarm are given the digest that a registry knows the image by. One that came from no
 * registry has none: its reference then means what each node has.
 */
export function pulledImage(
  name: string,
  reference: string,
  parent: pulumi.Resource,
  onSwarm = false,
): pulumi.Output<string> {
  const image = new docker.RemoteImage(name, { name: reference, keepLocally: true }, { parent });
  return onSwarm ? image.repoDigest.apply((digest) => digest || reference) : image.imageId;
}
