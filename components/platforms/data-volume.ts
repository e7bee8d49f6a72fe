import * as pulumi from "@pulumi/pulumi";

/** What a named volume is in a stack, whoever makes it. */
export class VolumeComponent extends pulumi.ComponentResource {
  readonly volumeName: pulumi.Output<string>;

  /** @param make makes the volume below this, and gives its name. */
  constructor(
    name: string,
    make: (parent: pulumi.Resource) => pulumi.Output<string>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("berth:docker:DataVolume", name, {}, opts);
    this.volumeName = make(this);
    this.registerOutputs({ volumeName: this.volumeName });
  }
}
