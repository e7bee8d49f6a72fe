import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../../docker/connect";
import { orMissing } from "../../docker/missing";
import { acting } from "../acting";
import { advice } from "../advice";
import { steady } from "../steady";

export interface ImageCommandArgs {
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
  entrypoint: string[];
  words: string[];
}

/** Whether an image has a file, or a link in its place. A container of it is made and never started. */
async function hasFile(docker: Docker, image: string, path: string): Promise<boolean> {
  const container = await docker.createContainer({ Image: image, Cmd: ["true"] });
  try {
    return (await orMissing(container.infoArchive({ path }))) !== undefined;
  } finally {
    await container.remove({ v: true, force: true });
  }
}

async function outputsOf(inputs: Inputs): Promise<Outputs> {
  const docker = connect(inputs.host);
  const { Config: config } = await docker.getImage(inputs.image).inspect();
  if (!(await hasFile(docker, inputs.image, "/bin/sh"))) {
    throw new Error(
      `the image ${inputs.image} has no /bin/sh, which secret environment variables are set by; ${advice.withoutShell()}, or take a base image that has one`,
    );
  }
  return { ...inputs, entrypoint: wordsOf(config.Entrypoint), words: wordsOf(config.Cmd) };
}

const wordsOf = (given: string | string[] | null | undefined): string[] => [given ?? []].flat();

const provider: pulumi.dynamic.ResourceProvider<Inputs, Outputs> = steady("ImageCommand", {
  ...acting<Inputs, Outputs>(() => "command", outputsOf),
});

/** What an image runs: its ENTRYPOINT, and the words of its CMD. Fails where it has no shell. */
export class ImageCommand extends pulumi.dynamic.Resource {
  declare readonly entrypoint: pulumi.Output<string[]>;
  declare readonly words: pulumi.Output<string[]>;

  constructor(name: string, args: ImageCommandArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { entrypoint: undefined, words: undefined };
    super(provider, name, { ...args, ...outputs }, opts, "berth", "ImageCommand");
  }
}
