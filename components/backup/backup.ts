import * as pulumi from "@pulumi/pulumi";
import { makingScripts } from "../../backup/scripts";
import { type ContainerOptions, workloadOf } from "../container-options";
import { DataVolume } from "../data-volume";
import { MAIN_ROLE } from "../databases/connection";
import type { BackupSource, Database } from "../databases/database";
import { patientCheck } from "../health-checks";
import { nameOf } from "../labels";
import { platformOf } from "../platforms";
import type { Workload } from "../platforms/workload";
import { SECRETS_FOLDER } from "../secrets-folder";
import { backupRolesOf } from "./roles";

export interface BackupArgs extends ContainerOptions {
  /** The database, such as the `backupSource` of a MySql. */
  source: BackupSource;
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
   * `database` are in a folder of its name there.
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

/** Backups of each of these databases, by its name in the stack. */
export function startBackups(
  args: Omit<BackupArgs, "source" | "network">,
  databases: Readonly<Record<string, Database>>,
  common: Pick<BackupArgs, "network">,
  opts: pulumi.ComponentResourceOptions,
): Record<string, Backup> {
  const made = Object.entries(databases).map(([role, { backupSource: source }]) => {
    const { backup: name } = backupRolesOf(role);
    return [role, new Backup(name, { ...args, ...common, source }, opts)] as const;
  });
  return Object.fromEntries(made);
}

/**
 * Backups of a database by a schedule, made while it serves.
 *
 * The container runs the database's own image, which has the programs that dump it. It is unhealthy
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
    const user = folder?.owner ?? `${source.user}:${source.user}`;
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
    const files = [{ name: "password", content: source.password }, ...makingScripts(source.engine)];
    const image = platform.image(`${name}-image`, source.image, host, this);
    const owned = files.map((file) => ({ ...file, uid }));
    const secrets = { id, host, role, image, files: owned };
    const target = source.dataFolder;
    const workload: Workload = {
      ...workloadOf(args, role, { graceSeconds: STOP_GRACE_SECONDS }),
      image,
      user,
      entrypoint: ["sh", `${SECRETS_FOLDER}/schedule.sh`],
      env: {
        ...(source.database !== undefined && { BACKUP_DATABASE: source.database }),
        BACKUP_ENGINE: source.engine,
        BACKUP_FOLDER: folder && source.role !== MAIN_ROLE ? `${target}/${source.role}` : target,
        BACKUP_HOST: source.host,
        BACKUP_OWNER: nameOf(id),
        BACKUP_KEEP: String(args.keep ?? 7),
        BACKUP_PASSWORD_FILE: `${SECRETS_FOLDER}/password`,
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
      ],
      secrets: platform.secrets(`${name}-secrets`, secrets, this),
    };
    const spec = { startSeconds: START_SECONDS, on: "data" } as const;
    platform.singleton(name, workload, spec, { parent: this, dependsOn: [source.ready] });

    this.volumeNames = volume ? [volume.volumeName] : [];
    this.registerOutputs({ containerName: this.containerName });
  }
}
