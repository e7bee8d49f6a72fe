import type * as pulumi from "@pulumi/pulumi";
import { DATABASE_LABEL, type StackId } from "./labels";
import { type Platform, platformOf } from "./platforms";
import { VolumeComponent } from "./platforms/data-volume";
import type { VolumeOwnership } from "./platforms/platform";

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
   * Name of a volume that is there already, which a deletion always leaves in place.
   *
   * @default one of its own
   */
  existing?: string;
  /**
   * Who writes to it: its folder is that user's.
   *
   * @default its first container's image says whose it is
   */
  owner?: VolumeOwnership;
  /**
   * What has it, such as the node of a Swarm with the stack's data.
   *
   * @default the engine
   */
  platform?: Platform;
}

const engineLabel = (database: string | undefined) =>
  database === undefined ? [] : [{ label: DATABASE_LABEL, value: database }];

/** A named volume, kept over a destroy where asked. */
export class DataVolume extends VolumeComponent {
  constructor(name: string, args: DataVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    const { id, role, database, existing, owner, keepData = false } = args;
    const keep = keepData || existing !== undefined;
    const spec = { id, role, keep, existing, owner, labels: engineLabel(database) };
    super(name, (parent) => platformOf(args).volume(name, spec, parent), opts);
  }
}
