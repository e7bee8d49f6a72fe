import * as pulumi from "@pulumi/pulumi";
import { type ContainerOptions, workloadOf } from "../container-options";
import { nameOf } from "../labels";
import { platformOf } from "../platforms";
import type { Workload } from "../platforms/workload";
import type { VolumeMount } from "../volume-mounts";

export interface JobArgs extends Omit<ContainerOptions, "restart"> {
  /** Reference or id of the image, such as an AppImage's. */
  image: pulumi.Input<string>;
  /**
   * Words of the command.
   *
   * @default the image's own
   */
  command?: string[];
  /** Environment variables; `docker inspect` shows them. */
  env?: Record<string, pulumi.Input<string>>;
  /**
   * Volumes and folders of the host.
   *
   * @default none
   */
  volumes?: VolumeMount[];
  /**
   * Name of the network that the job joins.
   *
   * @default Docker's default bridge
   */
  network?: pulumi.Input<string>;
  /**
   * `UID` or `UID:GID`.
   *
   * @default the image's own
   */
  user?: string;
  /**
   * Capabilities that it keeps where they are dropped, such as `NET_RAW`.
   *
   * @default none
   */
  capabilities?: string[];
  /** Another text than at the last run, such as a date, makes the job run again. */
  runAgain?: string;
}

const STOP_GRACE_SECONDS = 10;

/**
 * A container that runs once, to its end. `up` fails with the job's last log lines where its exit
 * code is not 0, and the next `up` runs it again. One that ended well runs again in a new container
 * when its inputs change.
 */
export class Job extends pulumi.ComponentResource {
  /** The container stays after its end, and keeps its log. */
  readonly containerName: string;
  /** The command that shows what the job printed; known once it ended well. */
  readonly logs: pulumi.Output<string>;

  constructor(name: string, args: JobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Job", name, {}, opts);
    const { id, image, command, user, env = {}, volumes = [], network, runAgain } = args;
    this.containerName = nameOf(id, name);
    const kind = { graceSeconds: STOP_GRACE_SECONDS, capabilities: args.capabilities };
    const workload: Workload = {
      ...workloadOf(args, name, kind),
      image,
      command,
      user,
      env,
      volumes,
      networks: network === undefined ? undefined : [network],
      // A shell as process 1 ignores SIGTERM.
      init: true,
    };
    const { run, logs } = platformOf(args).job(name, workload, { runAgain }, this);
    this.logs = run.id.apply(() => logs);
    this.registerOutputs({ containerName: this.containerName, logs: this.logs });
  }
}
