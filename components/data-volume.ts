import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { KeptVolume } from "./kept-volume";
import { labels, nameOf, type StackId } from "./labels";

export interface DataVolumeArgs {
  /** The stack that the volume belongs to; names it `project-stack-role`. */
  id: StackId;
  /** What the volume holds, such as `mysql-data`. */
  role: string;
  /**
   * Whether the volume stays when it is deleted from the stack, by `pulumi destroy` too. The next
   * `up` of the same stack finds it again by its name.
   *
   * @default false
   */
  keepData?: boolean;
  /**
   * Host name of the node of a Swarm that has the volume, where that is not the engine: Swarm makes it
   * there with the first task, and it stays, as nobody here can remove it.
   *
   * @default the engine
   */
  elsewhere?: string;
}

/** A named volume, kept over a destroy where asked. */
export class DataVolume extends pulumi.ComponentResource {
  readonly volumeName: pulumi.Output<string>;

  constructor(name: string, args: DataVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:DataVolume", name, {}, opts);
    const { elsewhere } = args;
    if (elsewhere !== undefined) {
      this.volumeName = pulumi.output(nameOf(args.id, args.role));
      const kept = { volume: this.volumeName, node: elsewhere };
      new KeptVolume(`${name}-kept`, kept, { parent: this });
      this.registerOutputs({ volumeName: this.volumeName });
      return;
    }
    const volume = new docker.Volume(
      name,
      { name: nameOf(args.id, args.role), labels: labels(args.id, args.role) },
      {
        parent: this,
        retainOnDelete: args.keepData ?? false,
        // A replacement would have the same name, which for Docker is the same volume: its deletion
        // would take the data along. One that a person made beforehand has options of its own.
        ignoreChanges: ["labels", "driverOpts"],
      },
    );
    if (args.keepData) {
      new KeptVolume(`${name}-kept`, { volume: volume.name }, { parent: this });
    }
    this.volumeName = volume.name;
    this.registerOutputs({ volumeName: this.volumeName });
  }
}
