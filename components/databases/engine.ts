import type * as pulumi from "@pulumi/pulumi";
import type { Database } from "./database";
import type { DatabaseArgs } from "./server";
import type { ServerImages } from "./server-images";
import type { ServerVersions } from "./versions";

/** What a database of any engine is started with; an engine leaves out what it has no use for. */
export interface StartArgs extends DatabaseArgs {
  /** Name of the database in the server. */
  database: string;
  /** The app's user, who owns that database. */
  user: string;
  /** What a full server does with a write, where the engine has a choice. */
  maxmemoryPolicy?: string;
}

/**
 * Everything that the rest of Berth asks of a database engine. The wrapper and the settings load it too,
 * so that nothing here loads Pulumi's SDK before `start`.
 */
export interface DatabaseEngine {
  /** The name as its makers write it. */
  product: string;
  /** Reference of the official image. */
  image: string;
  /** Number of the server's user in that image. */
  user: number;
  /** Last part of its component's type token, `berth:docker:NAME`; engines may share one. */
  component: string;
  /** Seconds that a start may take unless told otherwise. */
  startSeconds: number;
  /** The environment variables by which an app finds a stack's `database`. */
  variables: AccessVariables;
  /** What its databases and users may be called; or why neither has a name. */
  names: DatabaseNames | { none: string };
  /** What it can be told to do where its memory is full. */
  maxmemoryPolicies?: readonly string[];
  config: ServerConfiguration;
  backup: DumpFormat;
  /**
   * A shell script for the server's container that becomes its own client, logged in; the script's
   * arguments are the client's.
   *
   * @param login the app's, or that of who may do everything.
   */
  client(login: "app" | "admin"): string;
  /** How its versions are told. */
  versions: ServerVersions;
  /**
   * Whether it runs as its user also where nothing is hardened.
   *
   * @default false
   */
  isNeverRoot?: boolean;
  takeOver: DataTakeOver;
  /** The images of others that have it. */
  images: ServerImages;
  /** Loads and makes the component that runs it. */
  start(name: string, args: StartArgs, opts: pulumi.ComponentResourceOptions): Promise<Database>;
}

/** Names of environment variables; those of user and database are left out where the engine has neither. */
export interface AccessVariables {
  host: string;
  port: string;
  user?: string;
  database?: string;
  passwordFile: string;
  urlFile: string;
}

export interface DatabaseNames {
  /** In lower case: those that the server and a restore keep for themselves. */
  taken: Pick<ReadonlySet<string>, "has">;
  /** In lower case: users that are the server's own. */
  takenUsers: Pick<ReadonlySet<string>, "has">;
  /** Characters that the server keeps of a database's name. */
  longest: number;
  /** Arguments of its client that print 1 where the server has a database of that name. */
  find(name: string): string[];
  /** Arguments of its client, as a shell reads them, that make an empty database. */
  make(name: string): string;
}

/** How the data of a server that Berth did not make is taken over. */
export interface DataTakeOver {
  /**
   * A shell script that makes what a former server left ready for this one, as the server's user, with the
   * volume where the server has it. Its environment has DATABASE and USER_NAME. Another run does no harm.
   */
  prepare?: { script: string; folder: string };
  /**
   * Whether it sorts text as its system does, so that data of an image on Alpine is not for one on Debian.
   *
   * @default false
   */
  sortsAsSystem?: boolean;
  /** What its client is given before the former server has the data back: these users have these passwords. */
  leave(users: readonly { name: string; password: string }[]): string;
}

/** Its own configuration, which a person may add lines to. */
export interface ServerConfiguration {
  /** What the lines are lines of. */
  kind: string;
  /** The file that the server reads, made of a person's lines. */
  file(lines: string): string;
  /** The options that lines set for the server. */
  options(lines: string): OptionLine[];
  /** The options on a server's command line, with their values. */
  optionsOfCommand(
    words: readonly string[],
  ): (readonly [name: string, value: string | undefined])[];
  /** The line that sets an option. */
  line(name: string, value: string | undefined): string;
  /** Options that Berth sets itself: what would take the server away from its data, its app or its backups. */
  own: ReadonlySet<string>;
  /** A shell script that has the server's program read a file, and ends. */
  check(path: string): string;
  /** Whether that script's exit code and output mean that the file is refused. */
  isRefused(outcome: { code: number; output: string }): boolean;
  /** Folder of the image's own files that earlier versions mounted a volume over. */
  formerFolder?: string;
}

export interface OptionLine {
  name: string;
  /** From 1. */
  line: number;
}

/** How something is backed up and restored, by the scripts `dump.sh` and `restore.sh` of a folder. */
export interface BackupFormat {
  /** Absolute path of the folder. */
  scripts: string;
  /**
   * Files of that folder that the scripts run.
   *
   * @default none
   */
  programs?: readonly string[];
  /** End of its name. */
  suffix: string;
  /** Text near the beginning of it, or of what it unpacks to where the suffix ends with `.gz`. */
  signature: string;
}

/** How a database is dumped. */
export interface DumpFormat extends BackupFormat {
  /** Name of the server's secret file with the password that dumps are made with. */
  passwordFile: string;
  /** Environment variable of the server that has the database's name; none where it has no name. */
  databaseVariable?: string;
}

/** Whether dumps are compressed by gzip. */
export const isPacked = ({ suffix }: Pick<BackupFormat, "suffix">): boolean =>
  suffix.endsWith(".gz");
