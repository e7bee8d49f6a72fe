import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The id of an image that the engine has or pulls. Containers are given the id, not the reference,
 * so that a moved tag replaces them, and a destroy leaves the image to other stacks.
 */
export const pulledImage = (
  name: string,
  reference: string,
  parent: pulumi.Resource,
): pulumi.Output<string> => pulled(name, reference, parent).imageId;

/** An image that is pulled, and stays when the stack goes. */
export const pulled = (name: string, reference: string, parent: pulumi.Resource) =>
  new docker.RemoteImage(name, { name: reference, keepLocally: true }, { parent });
