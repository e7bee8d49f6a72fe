import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { DATABASE_LABEL, labels, nameOf, type StackId } from "./labels";
import { KeptVolume } from "./platforms/docker/kept-volume";
import type { SwarmOptions } from "./platforms/swarm/options";

export interface DataVolumeArgs {
  /** The stack that the volume belongs to; names it `project-stack-role`. */
  id: StackId;
  /** What the volume holds, such as `mysql-data`. */
  role: string;
  /**
   * The database engine whose data it holds; a label of a volume that is made says so. One that is there
   * keeps the labels that it has.
   *
   * @default none
   */
  database?: string;
  /**
   * Whether the volume stays when it is deleted from the stack, by `pulumi destroy` too. The next
   * `up` of the same stack finds it again by its name.
   *
   * @default false
   */
  keepData?: boolean;
  /**
   * The Swarm whose node of the data has the volume. Where that is not the engine itself, Swarm makes
   * it there with the first task, and it stays, as nobody here can remove it.
   *
   * @default the engine has it
   */
  swarm?: Pick<SwarmOptions, "data">;
}

const engineLabel = (database: string | undefined) =>
  database === undefined ? [] : [{ label: DATABASE_LABEL, value: database }];

/** A named volume, kept over a destroy where asked. */
export class DataVolume extends pulumi.ComponentResource {
  readonly volumeName: pulumi.Output<string>;

  constructor(name: string, args: DataVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:DataVolume", name, {}, opts);
    const { elsewhere, constraint } = args.swarm?.data ?? {};
    // An empty one is not even made where the node of the data turns out to be another.
    const volumeName = pulumi.output(constraint).apply(() => nameOf(args.id, args.role));
    if (elsewhere !== undefined) {
      this.volumeName = volumeName;
      const kept = { volume: this.volumeName, node: elsewhere };
      new KeptVolume(`${name}-kept`, kept, { parent: this });
      this.registerOutputs({ volumeName: this.volumeName });
      return;
    }
    const volume = new docker.Volume(
      name,
      { name: volumeName, labels: [...labels(args.id, args.role), ...engineLabel(args.database)] },
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
