import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "../databases/database";
import type { ServeSpec } from "../platforms/serve-spec";
import type { ContainerOptions } from "../platforms/workload";
import type { VolumeMount } from "../volume-mounts";

export interface WebAppArgs extends ContainerOptions, ServeSpec {
  /** Reference of the app's image: a pushed digest or an id. */
  image: pulumi.Input<string>;
  /** Flask's debug server, or nginx with uWSGI. */
  server: "debug" | "uwsgi";
  /** A folder of the host, as an absolute path, that is mounted on /app for live reload. */
  bindSource?: string;
  /**
   * Volumes and folders of the host, in every container of the app. On a Swarm all of them then run
   * where these are.
   *
   * @default none
   */
  volumes?: VolumeMount[];
  /** Environment variables; `docker inspect` shows them. */
  env?: Record<string, string>;
  /** Files below /run/secrets that only the app's user can read. */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * Words of the command.
   *
   * @default the image's own
   */
  command?: string[];
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
  /**
   * Folders of the image that it may write to where its root is read-only, beside /tmp.
   *
   * @default none
   */
  writable?: string[];
  /** The database that the app reaches; it is healthy before the app starts. */
  database?: DatabaseConnection;
}
