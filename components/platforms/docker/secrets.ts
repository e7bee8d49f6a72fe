import { isDeepStrictEqual } from "node:util";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { connect } from "../../../docker/connect";
import { orMissing } from "../../../docker/missing";
import { isPreview, leaveToUpdate } from "../../../shared/preview";
import { labels, nameOf } from "../../labels";
import { SECRETS_FOLDER } from "../../secrets-folder";
import { steady } from "../../steady";
import type { SecretsSpec } from "../platform";
import { ImageUser } from "./image-user";
import { type SecretFile as Content, writeToVolume } from "./secret-archive";

interface Inputs {
  host: string;
  volume: string;
  image: string;
  files: Content[];
}

async function write({ host, volume, image }: Inputs, files: Content[]): Promise<void> {
  await writeToVolume(connect(host), volume, image, files);
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("SecretVolumeContent", {
  async create(inputs) {
    await write(inputs, inputs.files);
    return { id: inputs.volume, outs: inputs };
  },
  /** A volume that somebody removed comes back empty: its content has to be written again. */
  async read(id, state) {
    if (!state) return {};
    const there = await orMissing(connect(state.host).getVolume(state.volume).inspect());
    return there ? { id, props: state } : {};
  },
  /** Most changes of an app bring another image to write with, and nothing to write. */
  async diff(_id, olds, news) {
    const keys = ["host", "volume", "files"] as const;
    return { changes: keys.some((key) => !isDeepStrictEqual(olds[key], news[key])) };
  },
  async update(_id, olds, news) {
    const kept = new Set(news.files.map(({ name }) => name));
    const there = news.volume === olds.volume ? olds.files : [];
    const gone = there.filter(({ name }) => !kept.has(name));
    const emptied = gone.map((file) => ({ ...file, content: "" }));
    await write(news, [...news.files, ...emptied]);
    return { outs: news };
  },
});

class SecretVolumeContent extends pulumi.dynamic.Resource {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "SecretVolumeContent");
  }
}

/**
 * Secrets as files in a volume of their own, mode 0400, each owned by the user that reads it.
 *
 * The docker provider's `uploads` cannot set an owner, and cannot write where a container's root is
 * read-only.
 */
export class SecretFiles extends pulumi.ComponentResource {
  /** The mount to give to the container, in the docker provider's shape. */
  readonly volume: { volumeName: pulumi.Output<string>; containerPath: string; readOnly: true };
  /** A label to put on the container, so that it is replaced when a secret changes. */
  readonly label: { label: string; value: pulumi.Output<string> };

  constructor(name: string, args: SecretsSpec, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:SecretFiles", name, {}, opts);
    const { id, host, image, perVersion = false } = args;
    const role = `${args.role}-secrets`;
    const given = args.files.map((file) => ({ ...file, content: pulumi.secret(file.content) }));
    const isOwned = given.every(({ uid }) => uid !== undefined);
    const user = isOwned
      ? undefined
      : new ImageUser(`${name}-user`, { host, image }, { parent: this }).uid;
    // Says nothing of the contents, but changes with them and with nothing else.
    const version = new random.RandomId(
      `${name}-version`,
      {
        byteLength: 8,
        keepers: { files: pulumi.jsonStringify(given), ...(perVersion && user && { user }) },
      },
      // A preview cannot look into an image that is yet to be built, and takes it that its user stays.
      { parent: this, ignoreChanges: isPreview() ? ["keepers.user"] : [] },
    );
    if (isPreview() && perVersion && user) {
      pulumi.all([version.keepers, user]).apply(([keepers, uid]) => {
        if (keepers?.user !== uid) leaveToUpdate(`the user of the image has changed`);
      });
    }
    const volume = new docker.Volume(
      name,
      {
        name: perVersion ? version.hex.apply((hex) => nameOf(id, role, hex)) : nameOf(id, role),
        labels: labels(id, role),
      },
      { parent: this, deleteBeforeReplace: !perVersion },
    );
    const files = given.map(({ uid, ...file }) => ({ ...file, uid: uid ?? user?.apply(Number) }));
    const content = new SecretVolumeContent(
      `${name}-content`,
      { host, volume: volume.name, image, files },
      { parent: this, additionalSecretOutputs: ["files"] },
    );
    const written = pulumi.all([version.hex, content.id]).apply(([hex]) => hex);
    this.volume = { volumeName: volume.name, containerPath: SECRETS_FOLDER, readOnly: true };
    this.label = { label: "berth.secrets", value: written };
    this.registerOutputs({ version: written });
  }
}
