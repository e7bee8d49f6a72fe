import type { DatabaseSettings } from "../../settings";
import type { FormerConfig } from "./former-config";
import type { TakenServer } from "./former-data";
import type { PulledImage } from "./try-pull";

/** A database server that is about to run. */
export interface TriedServer extends TakenServer {
  /** Name of its database, where the engine has names. */
  name: string;
  /** The configuration volume of an earlier version, where there may be one. */
  former?: FormerConfig;
  /** Its configuration, where it has one. */
  config?: TriedConfig;
}

/** What is tried of a stack's own servers before anything is changed. */
export interface TriedServers {
  /** Images that are run as they are, beside the app's. */
  pulls: readonly PulledImage[];
  /**
   * Its databases.
   *
   * @default none
   */
  servers?: readonly TriedServer[];
}

/** A database's configuration as it is given. */
export interface ServerConfig {
  /** The setting that has it. */
  key: string;
  engine: DatabaseSettings["engine"];
  /** Lines, or the path of a file with them. */
  config: string;
}

export interface TriedConfig extends ServerConfig {
  /** What the database is called in its stack. */
  role: string;
  /** Reference of the server's image, which the engine has. */
  image: string;
}
