import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../../docker/connect";
import { acting } from "../../acting";
import { steady } from "../../steady";
import { uidOfImage } from "./secret-archive";

export interface ImageUserArgs {
  /** Address of the Docker engine. */
  host: string;
  /** An image that the engine has. */
  image: pulumi.Input<string>;
}

interface Inputs {
  host: string;
  image: string;
}

interface Outputs extends Inputs {
  uid: string;
}

const outputsOf = async (inputs: Inputs): Promise<Outputs> => ({
  ...inputs,
  uid: String(await uidOfImage(connect(inputs.host), inputs.image)),
});

const provider: pulumi.dynamic.ResourceProvider<Inputs, Outputs> = steady("ImageUser", {
  ...acting<Inputs, Outputs>(() => "user", outputsOf),
  /** Another manager of a Swarm may not have the image, and has nothing else to say about it. */
  async diff(_id, olds, news) {
    return { changes: olds.image !== news.image };
  },
});

/** The number of the user whom an image runs as. */
export class ImageUser extends pulumi.dynamic.Resource {
  declare readonly uid: pulumi.Output<string>;

  constructor(name: string, args: ImageUserArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args, uid: undefined }, opts, "berth", "ImageUser");
  }
}
