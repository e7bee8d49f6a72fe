import * as pulumi from "@pulumi/pulumi";
import { makingScripts } from "../../backup/scripts";
import { type ContainerOptions, workloadOf } from "../container-options";
import type { StackNetworks } from "../data-network";
import { DataVolume } from "../data-volume";
import { MAIN_ROLE } from "../databases/connection";
import type { BackupSource, Database, VolumeSource } from "../databases/database";
import { patientCheck } from "../health-checks";
import { nameOf } from "../labels";
import { platformOf } from "../platforms";
import type { Workload } from "../platforms/workload";
import { SECRETS_FOLDER } from "../secrets-folder";
import type { VolumeMount } from "../volume-mounts";
import { VOLUME } from "./kinds";
import { backupRolesOf, volumeRole } from "./roles";

export interface BackupArgs extends ContainerOptions {
  /** The database, such as the `backupSource` of a MySql, or a volume of the app. */
  source: BackupSource | VolumeSource;
  /** Name of the network that the database is reached on. */
  network: pulumi.Input<string>;
  /** A cron line in UTC whose five fields are numbers, lists of numbers, or `*`. */
  schedule: string;
  /**
   * How many backups are kept.
   *
   * @default 7
   */
  keep?: number;
  /**
   * A folder of the host, as an absolute path, and its owner as `UID:GID`; those of another database than
   * `database`, or of a volume, are in a folder of its name there.
   *
   * @default a named volume `project-stack-backups`, which a destroy leaves in place
   */
  folder?: { path: string; owner: string };
}

const START_SECONDS = 60;
const STOP_GRACE_SECONDS = 10;

/** Where the scripts write what the last attempt came to: `ok`, or what went wrong. */
const STATUS = "/tmp/berth-backup";

/** What backups of a database will have; those in a folder of the host have no volume for it. */
export function backupFootprint(
  { id, folder }: Pick<BackupArgs, "id"> & { folder?: unknown },
  role = MAIN_ROLE,
) {
  const { backup, backups } = backupRolesOf(role);
  const volumes = folder === undefined ? [nameOf(id, backups)] : [];
  const secrets = nameOf(id, backup, "secrets");
  return { names: [nameOf(id, backup)], volumes: [secrets, ...volumes], data: volumes };
}

/** What backups of one of the app's volumes will have, which run in an image with Python. */
export const volumeBackupFootprint = (
  args: Parameters<typeof backupFootprint>[0],
  volume: string,
  python: string,
) => ({ ...backupFootprint(args, volumeRole(volume)), images: [python] });

/** What a stack has that is backed up. */
export interface BackedUp {
  /** By the names of the databases. */
  databases: Readonly<Record<string, Database>>;
  /** By the names in `app.volumes`: the volumes' names on the engine. */
  volumes: Readonly<Record<string, pulumi.Input<string>>>;
}

export interface BackupsArgs extends Omit<BackupArgs, "source" | "network"> {
  /** Reference of an image with Python 3, which backups of volumes run in. */
  python: string;
}

/**
 * Backups of each of them, by its role: the database's name, or `volume-NAME`.
 *
 * @param backups undefined where there are none.
 */
export function startBackups(
  backups: BackupsArgs | undefined,
  { databases, volumes }: BackedUp,
  { network, dataNetwork }: StackNetworks,
  opts: pulumi.ComponentResourceOptions,
): Record<string, Backup> {
  if (!backups) return {};
  const { python: image, ...others } = backups;
  const args = { ...others, network: dataNetwork ?? network };
  const sources: (BackupSource | VolumeSource)[] = [
    ...Object.values(databases).map(({ backupSource }) => backupSource),
    ...Object.entries(volumes).map(
      ([name, volume]): VolumeSource => ({ role: volumeRole(name), engine: VOLUME, image, volume }),
    ),
  ];
  const made = sources.map((source) => {
    const { backup: name } = backupRolesOf(source.role);
    return [source.role, new Backup(name, { ...args, source }, opts)] as const;
  });
  return Object.fromEntries(made);
}

/**
 * Backups of a database or a volume by a schedule, made while it serves.
 *
 * The container runs the database's own image, which has the programs that dump it, and for a volume one with
 * Python, as root, who reads what the app may have closed to others. It is unhealthy
 * for as long as the last backup that was due could not be made.
 */
export class Backup extends pulumi.ComponentResource {
  readonly containerName: string;
  /** The volume of the backups; empty where they go to a folder of the host. */
  readonly volumeNames: pulumi.Output<string>[];

  constructor(name: string, args: BackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Backup", name, {}, opts);
    const { id, host, source, folder, platform: given } = args;
    const platform = platformOf(args);
    const { backup: role, backups } = backupRolesOf(source.role);
    this.containerName = nameOf(id, role);
    const { files: own, dataFolder: target, dependsOn, ...of } = partsOf(source, folder?.owner);
    const { user } = of;
    const volume = folder
      ? undefined
      : new DataVolume(
          `${name}-volume`,
          { id, platform: given, role: backups, keepData: true },
          { parent: this },
        );
    const uid = Number(user.split(":")[0]);
    // The scripts come with the secret: unlike the provider's uploads, a volume's files are there
    // under a read-only root too.
    const files = [...own, ...makingScripts(source.engine)];
    const image = platform.image(`${name}-image`, source.image, host, this);
    const owned = files.map((file) => ({ ...file, uid }));
    const secrets = { id, host, role, image, files: owned };
    const workload: Workload = {
      ...workloadOf(args, role, {
        graceSeconds: STOP_GRACE_SECONDS,
        capabilities: of.capabilities,
      }),
      image,
      user,
      entrypoint: ["sh", `${SECRETS_FOLDER}/schedule.sh`],
      env: {
        ...of.names,
        BACKUP_ENGINE: source.engine,
        BACKUP_FOLDER: folder && source.role !== MAIN_ROLE ? `${target}/${source.role}` : target,
        ...of.host,
        BACKUP_OWNER: nameOf(id),
        BACKUP_KEEP: String(args.keep ?? 7),
        ...of.password,
        BACKUP_SCHEDULE: args.schedule,
        BACKUP_STATUS: STATUS,
      },
      // A shell as process 1 ignores SIGTERM.
      init: true,
      // It tries again every five minutes, and may be at it for longer.
      health: patientCheck(
        ["CMD-SHELL", `status=$(cat ${STATUS}) && echo "$status" && [ "$status" = ok ]`],
        START_SECONDS,
        platform.supports,
      ),
      networks: [args.network],
      // Where the image keeps data, so that an empty volume takes over the owner of that folder.
      volumes: [
        folder ? { target, hostPath: folder.path } : { target, volume: volume?.volumeName ?? "" },
        ...of.volumes,
      ],
      secrets: platform.secrets(`${name}-secrets`, secrets, this),
    };
    const spec = { startSeconds: START_SECONDS, on: "data" } as const;
    platform.singleton(name, workload, spec, { parent: this, dependsOn });

    this.volumeNames = volume ? [volume.volumeName] : [];
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** Where the container of a volume's backups has the backups, and the volume. */
const BACKUPS_FOLDER = "/backups";
const VOLUME_FOLDER = "/volume";

/** What of a backup's container follows from what it is made of. */
interface Parts {
  user: string;
  capabilities: string[];
  files: { name: string; content: pulumi.Input<string> }[];
  names: Record<string, string>;
  host: Record<string, string>;
  password: Record<string, string>;
  /** Where it has the backups. */
  dataFolder: string;
  volumes: VolumeMount[];
  dependsOn: pulumi.Resource[];
}

function partsOf(source: BackupSource | VolumeSource, owner: string | undefined): Parts {
  if (source.engine === VOLUME) {
    return {
      user: "0:0",
      // To read files of any mode, and to give SQLite's own files to whom the database belongs.
      capabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
      files: [],
      names: { BACKUP_VOLUME: VOLUME_FOLDER },
      host: {},
      password: {},
      dataFolder: BACKUPS_FOLDER,
      volumes: [{ target: VOLUME_FOLDER, volume: source.volume }],
      dependsOn: [],
    };
  }
  const { database, host, password, dataFolder, ready, user } = source;
  return {
    user: owner ?? `${user}:${user}`,
    capabilities: [],
    files: [{ name: "password", content: password }],
    names: database === undefined ? {} : { BACKUP_DATABASE: database },
    host: { BACKUP_HOST: host },
    password: { BACKUP_PASSWORD_FILE: `${SECRETS_FOLDER}/password` },
    dataFolder,
    volumes: [],
    dependsOn: [ready],
  };
}
