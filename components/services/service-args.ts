import type * as pulumi from "@pulumi/pulumi";
import type { AppImageArgs } from "../app/app-image-args";
import type { ContainerOptions } from "../container-options";
import type { HealthCheck } from "../health-checks";
import type { PortBinding } from "../platforms/platform";
import type { SpecialOptions } from "../platforms/workload";
import type { VolumeMount } from "../volume-mounts";

/** Where a service's image comes from: it is pulled, or built. */
export type ServiceImage = { reference: string } | { build: AppImageArgs };

/** Something that runs beside an app, and that Berth knows nothing else of. */
export interface ServiceArgs extends ContainerOptions {
  image: ServiceImage;
  /**
   * How many of the images that were built for it stay on the engine, the newest first.
   *
   * @default all of them
   */
  keepImages?: number;
  /** References of the networks that it is on, where it is reached by the component's name. */
  networks: pulumi.Input<string>[];
  /**
   * What has to be there before it starts.
   *
   * @default nothing
   */
  needs?: readonly pulumi.Resource[];
  /**
   * Whether it does its work and ends, as a job does, instead of serving.
   *
   * @default false
   */
  ends?: boolean;
  /** @default the image's own */
  entrypoint?: string[];
  /** @default the image's own */
  command?: string[];
  /** Environment variables; `docker inspect` shows them. */
  env?: Record<string, pulumi.Input<string>>;
  /** Files below /run/secrets that only its user can read. */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * Ports that the host publishes.
   *
   * @default none
   */
  ports?: PortBinding[];
  /** @default none */
  volumes?: VolumeMount[];
  /**
   * Folders in memory, with Docker's options for each, such as `size=64m`.
   *
   * @default none, but /tmp where its root is read-only
   */
  tmpfs?: Record<string, string>;
  /** @default the image's own */
  health?: HealthCheck;
  /**
   * Seconds that a start may take.
   *
   * @default 60
   */
  startSeconds?: number;
  /**
   * Name, `UID` or `UID:GID`.
   *
   * @default the image's own
   */
  user?: string;
  /**
   * Seconds between the signal that asks it to stop and SIGKILL.
   *
   * @default 10
   */
  graceSeconds?: number;
  /**
   * Capabilities that it has beside the engine's choice, or keeps where they are dropped, and those that
   * it does without; without `CAP_`.
   *
   * @default none
   */
  capabilities?: { add?: readonly string[]; drop?: readonly string[] };
  /**
   * The signal that asks it to stop, such as `SIGQUIT`.
   *
   * @default the image's own
   */
  stopSignal?: string;
  /** Whether process 1 is one that passes signals on and takes up orphans. */
  init?: boolean;
  /** What few containers are told. */
  special?: SpecialOptions;
  /** Labels beside those of the stack. */
  labels?: { label: string; value: string }[];
}
