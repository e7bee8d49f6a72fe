import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../../docker/connect";
import { orMissing } from "../../../docker/missing";
import { acting } from "../../acting";
import type { StackId } from "../../labels";
import { steady } from "../../steady";
import { removeVolume, tidyUp, type Upgrade, upgrade } from "./run";

export interface FormerDataArgs {
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** What the database is called in its stack. */
  role: string;
  /** The volume of its data. */
  data: pulumi.Input<string>;
  /** The volume that keeps the data as a former version had it. */
  volume: string;
  /** Whether a destroy leaves it in place. */
  keepData: boolean;
  /** Whether it is removed now. */
  remove: boolean;
  /**
   * What makes it; `server` is the id of the server that runs now.
   *
   * @default it was made before
   */
  upgrade?: Omit<Upgrade, "image"> & { image: pulumi.Input<string>; server: string };
}

interface Inputs {
  /** `id` would be the resource's own. */
  of: StackId;
  host: string;
  role: string;
  data: string;
  volume: string;
  keepData: boolean;
  remove: boolean;
  upgrade?: Upgrade & { server: string };
}

async function bring(inputs: Inputs, before?: Inputs): Promise<void> {
  const { of: id, role, data, volume: former } = inputs;
  const docker = connect(inputs.host);
  // The one on record was made, whatever order its keys come back in.
  const isNew = inputs.upgrade?.server !== before?.upgrade?.server;
  if (inputs.upgrade && isNew) await upgrade(docker, { id, role, data, former }, inputs.upgrade);
  // What an upgrade that was cut off at its very end has left.
  else if (!before) await tidyUp(docker, { id, role, data });
  if (inputs.remove && !before?.remove && (await removeVolume(docker, former))) {
    console.log(`Removed the volume ${former}, with the data of a former version.`);
  }
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("FormerData", {
  ...acting<Inputs>(({ volume }) => volume, bring),
  async delete(_id, { host, volume, keepData }) {
    const docker = connect(host);
    if (!keepData) await removeVolume(docker, volume);
    else if (await orMissing(docker.getVolume(volume).inspect())) {
      console.log(
        `Kept the volume ${volume}, with the data of a former version. To delete it: docker volume rm ${volume}`,
      );
    }
  },
});

/**
 * The data of a database as a former major version had it, in a volume of its own. Making it is the upgrade:
 * what depends on it finds the data in its place as the new version has it.
 */
export class FormerData extends pulumi.dynamic.Resource {
  constructor(
    name: string,
    { id: of, ...args }: FormerDataArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    // What made it stays on record: another text of it is another upgrade.
    const ignoreChanges = args.upgrade ? [] : ["upgrade"];
    super(provider, name, { of, ...args }, { ...opts, ignoreChanges }, "berth", "FormerData");
  }
}
