import { randomBytes } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { connect } from "../docker/connect";
import { labels, nameOf, type StackId } from "./labels";
import { type SecretFile as Content, writeToVolume } from "./secret-archive";

/** Where containers find their secrets. */
export const SECRETS_FOLDER = "/run/secrets";

/** A file to be: its name, its content, and the number of its owner (the image's user where it is left out). */
export type SecretFile = Omit<Content, "content"> & { content: pulumi.Input<string> };

export interface SecretFilesArgs {
  id: StackId;
  /** Role of the container that reads them; the volume is named `project-stack-role-secrets`. */
  role: string;
  /** Address of the Docker engine. */
  host: string;
  /** An image that the engine has: the one of the container that reads the files. */
  image: pulumi.Input<string>;
  files: SecretFile[];
}

interface Inputs {
  host: string;
  volume: string;
  image: string;
  files: Content[];
}

interface State extends Inputs {
  /** Changes with each writing; says nothing about the contents. */
  version: string;
}

async function write(inputs: Inputs, files: Content[]): Promise<State> {
  await writeToVolume(connect(inputs.host), inputs.volume, inputs.image, files);
  return { ...inputs, version: randomBytes(8).toString("hex") };
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, State> = {
  async create(inputs) {
    return { id: inputs.volume, outs: await write(inputs, inputs.files) };
  },
  async diff(_id, olds, news) {
    const same = JSON.stringify(olds.files) === JSON.stringify(news.files);
    const ownedByImage = news.files.some(({ uid }) => uid === undefined);
    const otherOwner = ownedByImage && olds.image !== news.image;
    return { changes: !same || otherOwner || olds.volume !== news.volume };
  },
  /** A volume that somebody removed comes back empty: its content has to be written again. */
  async read(id, state) {
    if (!state) return {};
    const there = await connect(state.host)
      .getVolume(state.volume)
      .inspect()
      .then(
        () => true,
        (error: { statusCode?: number }) => {
          if (error.statusCode === 404) return false;
          throw error;
        },
      );
    return there ? { id, props: state } : {};
  },
  async update(_id, olds, news) {
    const kept = new Set(news.files.map(({ name }) => name));
    const gone = olds.files.filter(({ name }) => !kept.has(name));
    const emptied = gone.map((file) => ({ ...file, content: "" }));
    return { outs: await write(news, [...news.files, ...emptied]) };
  },
};

class SecretVolumeContent extends pulumi.dynamic.Resource {
  declare readonly version: pulumi.Output<string>;

  constructor(
    name: string,
    args: pulumi.Inputs & { volume: pulumi.Input<string> },
    opts: pulumi.CustomResourceOptions,
  ) {
    const props = { ...args, version: undefined };
    super(provider, name, props, opts, "berth", "SecretVolumeContent");
  }
}

/**
 * Secrets as files in a volume of their own, mode 0400, each owned by the user that reads it.
 *
 * The docker provider's `uploads` cannot set an owner, and cannot write where a container's root is
 * read-only.
 */
export class SecretFiles extends pulumi.ComponentResource {
  /** The mount to give to the container. */
  readonly volume: { volumeName: pulumi.Output<string>; containerPath: string; readOnly: true };
  /** A label to put on the container, so that it is replaced when a secret changes. */
  readonly label: { label: string; value: pulumi.Output<string> };

  constructor(name: string, args: SecretFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:SecretFiles", name, {}, opts);
    const { id, host, image } = args;
    const role = `${args.role}-secrets`;
    const volume = new docker.Volume(
      name,
      { name: nameOf(id, role), labels: labels(id, role) },
      { parent: this, deleteBeforeReplace: true },
    );
    const files = args.files.map((file) => ({ ...file, content: pulumi.secret(file.content) }));
    const content = new SecretVolumeContent(
      `${name}-content`,
      { host, volume: volume.name, image, files },
      { parent: this, additionalSecretOutputs: ["files"] },
    );
    this.volume = { volumeName: volume.name, containerPath: SECRETS_FOLDER, readOnly: true };
    this.label = { label: "berth.secrets", value: content.version };
    this.registerOutputs({ version: content.version });
  }
}
