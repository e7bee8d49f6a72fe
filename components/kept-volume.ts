import * as pulumi from "@pulumi/pulumi";

export interface KeptVolumeArgs {
  /** Name of the volume that a destroy leaves in place. */
  volume: pulumi.Input<string>;
}

/** A destroy does not run the program, so what it has to say must come from a resource's deletion. */
const provider: pulumi.dynamic.ResourceProvider<{ volume: string }, { volume: string }> = {
  async create(inputs) {
    return { id: inputs.volume, outs: inputs };
  },
  async delete(_id, { volume }) {
    console.log(`Kept the data volume ${volume}. To delete its data: docker volume rm ${volume}`);
  },
};

/** Says on deletion which volume was kept, and how to remove it. */
export class KeptVolume extends pulumi.dynamic.Resource {
  constructor(name: string, args: KeptVolumeArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "KeptVolume");
  }
}
