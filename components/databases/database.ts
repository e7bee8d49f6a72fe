import * as pulumi from "@pulumi/pulumi";
import { DATABASE_NAMES, type DatabaseEngineName, databaseEngine } from ".";

/** What an app needs to know to reach a database: the part that is not secret, and the part that is. */
export interface DatabaseConnection {
  /** Environment variables: host, port, names, and the paths of secret files. */
  env: Record<string, string>;
  /** Secret files, by name below /run/secrets. */
  secrets: Record<string, pulumi.Input<string>>;
  /** Resources that have to be there before an app starts: the database was seen healthy. */
  ready: pulumi.Resource;
}

/** What a backup needs to know of a database. */
export interface BackupSource {
  /** What the database is called in its stack, such as `database`. */
  role: string;
  /** The database engine by its name in the registry, such as `mysql`. */
  engine: DatabaseEngineName;
  /** Reference of the server's image. */
  image: string;
  /** Name of the server on its network. */
  host: string;
  /** Name of the database; Redis has none. */
  database?: string;
  /** The password of the server's administrator. */
  password: pulumi.Output<string>;
  /** Number of the server's user in the image. */
  user: number;
  /** Where the image keeps data; belongs to that user. */
  dataFolder: string;
  /** Is there once the server was seen healthy. */
  ready: pulumi.Resource;
}

/** What a backup needs to know of one of the app's volumes. */
export interface VolumeSource {
  /** What its backups are named by, such as `volume-uploads`. */
  role: string;
  engine: "volume";
  /** Reference of an image with Python 3. */
  image: string;
  /** The volume's name. */
  volume: pulumi.Input<string>;
}

/** A database component, whatever its engine. */
export interface Database {
  /** What it is called in its stack. */
  readonly role: string;
  /** The container's name, by which it is reached on the network. */
  readonly containerName: string;
  readonly volumeNames: pulumi.Output<string>[];
  /** Address with user and password, for clients on the network. */
  readonly url: pulumi.Output<string>;
  readonly connection: DatabaseConnection;
  readonly backupSource: BackupSource;
}

/**
 * Lets a database take the place of one of another kind with the same name: its container is then
 * replaced, the old one deleted first, where two resources would fight for its name and its port.
 *
 * @param own the last part of the component's type token.
 */
export function inPlaceOf(
  own: string,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ComponentResourceOptions {
  const all = new Set(DATABASE_NAMES.map((name) => databaseEngine(name).component));
  const others = [...all].filter((component) => component !== own);
  const aliases = others.map((component) => ({ type: `berth:docker:${component}` }));
  return pulumi.mergeOptions(opts ?? {}, { aliases });
}
