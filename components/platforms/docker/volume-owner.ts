import { basename, dirname } from "node:path";
import { PassThrough } from "node:stream";
import * as pulumi from "@pulumi/pulumi";
import { pack } from "tar-stream";
import { connect } from "../../../docker/connect";
import { readPath } from "../../../docker/container-file";
import { orMissing } from "../../../docker/missing";
import { isPreview, leaveToUpdate } from "../../../shared/preview";
import { acting } from "../../acting";
import { steady } from "../../steady";
import { ImageUser } from "./image-user";
import { withVolume } from "./volume-writer";

export interface VolumeOwnerArgs {
  /** Address of the Docker engine. */
  host: string;
  volume: pulumi.Input<string>;
  /** An image that the engine has: the one of the containers that write there. */
  image: pulumi.Input<string>;
  /** Where these mount it. */
  target: string;
  /**
   * `UID` or `UID:GID` in numbers.
   *
   * @default the image's own user
   */
  user?: string;
}

interface Inputs {
  host: string;
  volume: string;
  image: string;
  target: string;
  uid: string;
  /** Undefined: the group stays. */
  gid?: string;
}

/** Gives the folder to the user, and leaves what is in it as it is. */
async function give({ host, volume, image, target, uid, gid }: Inputs): Promise<void> {
  const docker = connect(host);
  await withVolume(docker, { volume, image, target }, "owner", async (container) => {
    const head = await readPath(container, target, ({ header }) => header);
    if (!head) throw new Error(`there is no folder ${target}`);
    const owner = { uid: Number(uid), gid: gid === undefined ? head.gid : Number(gid) };
    if (head.uid === owner.uid && head.gid === owner.gid) return;
    const archive = pack();
    // Of an entry for the folder that an archive is put in Docker takes no owner.
    const name = `${basename(target)}/`;
    archive.entry({ name, type: "directory", ...owner, mode: (head.mode ?? 0o755) & 0o7777 });
    archive.finalize();
    await container.putArchive(archive.pipe(new PassThrough()), { path: dirname(target) });
    if (head.uid === 0) return;
    console.log(
      `The folder of the volume ${volume} belonged to the user ${head.uid} and now belongs to ${uid}; for what is in it to do so too: docker run --rm --user 0 -v ${volume}:/data --entrypoint chown ${image} -R ${uid}${gid === undefined ? "" : `:${gid}`} /data`,
    );
  });
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("VolumeOwner", {
  ...acting<Inputs>(({ volume }) => volume, give),
  /** A volume that somebody removed comes back empty, and root's. */
  async read(id, state) {
    if (!state) return {};
    const there = await orMissing(connect(state.host).getVolume(state.volume).inspect());
    return there ? { id, props: state } : {};
  },
  /** Most changes of an app bring another image, and the same user. */
  async diff(_id, olds, news) {
    const keys = ["volume", "target", "uid", "gid"] as const;
    return { changes: keys.some((key) => olds[key] !== news[key]) };
  },
});

/**
 * Gives a volume's folder to the user who writes there. Docker gives an empty one to root where the image has
 * no such folder, and to whom the image's folder belongs to where it has one.
 */
export class VolumeOwner extends pulumi.dynamic.Resource {
  declare readonly uid: pulumi.Output<string>;

  constructor(name: string, args: VolumeOwnerArgs, opts: { parent: pulumi.Resource }) {
    const { user, ...rest } = args;
    const [given, gid] = user?.split(":") ?? [];
    const uid = given ?? new ImageUser(`${name}-user`, rest, opts).uid;
    super(
      provider,
      name,
      { ...rest, uid, gid },
      // A preview cannot look into an image that is yet to be built, and takes it that its user stays.
      { ...opts, ignoreChanges: isPreview() && given === undefined ? ["uid"] : [] },
      "berth",
      "VolumeOwner",
    );
    if (isPreview() && given === undefined) {
      pulumi.all([this.uid, uid]).apply(([had, has]) => {
        if (had !== has) leaveToUpdate("the user of the image has changed");
      });
    }
  }
}
