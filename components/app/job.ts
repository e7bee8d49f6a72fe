import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerOptions, containerInputs } from "../container-options";
import { nameOf } from "../labels";
import { limitPids } from "../platforms/docker/pids-limit";
import { JobRun } from "../platforms/docker/wait/job-run";
import { swarmJob } from "../platforms/swarm/job";
import { type VolumeMount, volumeInputs } from "../volume-mounts";

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
    const { id, host, capabilities, env = {} } = args;
    this.containerName = nameOf(id, name);
    const common = containerInputs(args, name, {
      graceSeconds: STOP_GRACE_SECONDS,
      capabilities,
    });
    const { swarm } = args;
    if (swarm) {
      const run = swarmJob(name, args, common, swarm, this);
      this.logs = run.id.apply(() => `docker service logs ${this.containerName}`);
      this.registerOutputs({ containerName: this.containerName, logs: this.logs });
      return;
    }
    const container = new docker.Container(
      name,
      {
        ...common,
        name: this.containerName,
        image: args.image,
        labels: args.runAgain
          ? [...common.labels, { label: "berth.run-again", value: args.runAgain }]
          : common.labels,
        command: args.command,
        user: args.user,
        envs: Object.entries(env).map(([key, value]) => pulumi.interpolate`${key}=${value}`),
        volumes: volumeInputs(args.volumes),
        networksAdvanced: args.network === undefined ? undefined : [{ name: args.network }],
        // It is started by its run, so that the run knows which end is its own.
        start: false,
        mustRun: false,
        // A shell as process 1 ignores SIGTERM.
        init: true,
      },
      { parent: this, deleteBeforeReplace: true },
    );
    const dependsOn = limitPids(name, container, args, this);
    const run = new JobRun(
      `${name}-run`,
      { host, container: { name: this.containerName, id: container.id } },
      { parent: this, dependsOn },
    );
    this.logs = run.id.apply(() => `docker logs ${this.containerName}`);
    this.registerOutputs({ containerName: this.containerName, logs: this.logs });
  }
}
