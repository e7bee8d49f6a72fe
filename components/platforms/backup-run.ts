import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../docker/connect";
import { execIn } from "../../docker/exec";
import { releaseKey } from "../app/release-run";
import { labelFilter, type StackId } from "../labels";
import { steady } from "../steady";
import { runningOnce } from "./once";

export interface BackupRunArgs {
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** Roles of the containers that make backups. */
  roles: readonly string[];
  /** What comes after it: the command of a release, and its image. Another one makes a backup. */
  command: readonly string[];
  image: pulumi.Input<string>;
  /** Another text than at the last run makes one, too. */
  runAgain?: string;
  /**
   * Whether another image is none to make one for, once one was made.
   *
   * @default false
   */
  isKept?: boolean;
}

interface Inputs {
  /** `id` would be the resource's own. */
  of: StackId;
  host: string;
  roles: readonly string[];
}

/** As schedules have it, but without making room: what a person counts on stays. */
const DUMP = ["sh", "/run/secrets/dump.sh", "keep-all"];

async function make({ host, of, roles }: Inputs): Promise<void> {
  const docker = connect(host);
  for (const role of roles) {
    const [found] = await docker.listContainers({ filters: { label: labelFilter(of, role) } });
    if (!found) {
      console.log(`no backup was made by ${role}: it does not run on the engine that is asked`);
      continue;
    }
    const { exitCode, stdout, stderr } = await execIn(docker.getContainer(found.Id), DUMP);
    if (exitCode !== 0) {
      const why = stderr.trim() || `it broke off with exit code ${exitCode}`;
      throw new Error(
        `no backup could be made before the release command, which has not run: ${why}`,
      );
    }
    console.log(`made the backup ${stdout.trim()}`);
  }
}

const runs = runningOnce(() => "backup", make);
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("BackupRun", runs);

/** Is there only when a backup was made before that command. What depends on it comes after that. */
export class BackupRun extends pulumi.dynamic.Resource {
  constructor(name: string, args: BackupRunArgs, opts?: pulumi.CustomResourceOptions) {
    const { id: of, isKept = false, image, command, ...rest } = args;
    const inputs = { of, ...rest, key: releaseKey(image, command) };
    const ignoreChanges = isKept ? ["key"] : [];
    super(provider, name, inputs, { ...opts, ignoreChanges }, "berth", "BackupRun");
  }
}

/**
 * The backup that a release command waits for.
 *
 * @param args undefined where none is made.
 * @param backups what makes it.
 * @returns what the command depends on.
 */
export function backupBeforeRelease(
  args: Omit<BackupRunArgs, "image"> | undefined,
  { reference: image }: { reference: pulumi.Input<string> },
  backups: Readonly<Record<string, pulumi.Resource>>,
): pulumi.Resource[] {
  if (!args) return [];
  const dependsOn = Object.values(backups);
  return [new BackupRun("release-backup", { ...args, image }, { dependsOn })];
}
