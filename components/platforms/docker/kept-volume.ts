import * as pulumi from "@pulumi/pulumi";
import { acting } from "../../acting";
import { steady } from "../../steady";

export interface KeptVolumeArgs {
  /** Name of the volume that a destroy leaves in place. */
  volume: pulumi.Input<string>;
  /** Host name of the node of a Swarm that has it. */
  node?: string;
}

interface Inputs {
  volume: string;
  node?: string;
}

/** A destroy does not run the program, so what it has to say must come from a resource's deletion. */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("KeptVolume", {
  ...acting<Inputs>(
    ({ volume }) => volume,
    async () => {},
  ),
  async delete(_id, { volume, node }) {
    const where = node === undefined ? "" : ` on the node ${node}`;
    const how = node === undefined ? "" : ", there";
    console.log(
      `Kept the data volume ${volume}${where}. To delete its data${how}: docker volume rm ${volume}`,
    );
  },
});

/** Says on deletion which volume was kept, and how to remove it. */
export class KeptVolume extends pulumi.dynamic.Resource {
  constructor(name: string, args: KeptVolumeArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "KeptVolume");
  }
}
