import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

export interface PulledImageArgs {
  /** Such as `python:3.13-slim` or `registry.example.com/team/widgets:v1`. */
  reference: string;
}

/**
 * An image that the engine has or pulls, with the provider's login where its registry wants one. A
 * tag that moved since then is not pulled again: give each version a tag of its own.
 */
export class PulledImage extends pulumi.ComponentResource {
  /** The image's id: what a container is to run. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: PulledImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:PulledImage", name, {}, opts);
    this.reference = pulledImage(name, args.reference, this);
    this.registerOutputs({ reference: this.reference });
  }
}

/**
 * The id of an image that the engine has or pulls. Containers are given the id, not the reference,
 * so that a moved tag replaces them, and a destroy leaves the image to other stacks.
 */
export function pulledImage(
  name: string,
  reference: string,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  return new docker.RemoteImage(name, { name: reference, keepLocally: true }, { parent }).imageId;
}
