import type Docker from "dockerode";
import { execIn } from "../docker/exec";
import { BackupError } from "./backup-error";
import { copyOut } from "./copy";
import { rolesOf } from "./part";
import { type BackupPlace, containerOf, type Target } from "./places";
import { script, withTool, wordsOf } from "./tool";

/** Whether a backup that is made makes room for itself, by removing the oldest beyond those kept. */
export type Surplus = "prune" | "keep";

/**
 * Lets the stack's backup container make one now.
 *
 * @returns its name; undefined where the stack has no such container that runs.
 * @throws BackupError where none could be made.
 */
export async function makeBackup(
  place: BackupPlace,
  surplus: Surplus,
): Promise<string | undefined> {
  const found = await containerOf(place, rolesOf(place).backup);
  if (!found?.State.Running) return undefined;
  const command = surplus === "prune" ? "now" : "keep-all";
  const container = place.docker.getContainer(found.Id);
  return dump(container, ["sh", "/run/secrets/dump.sh", command]);
}

/**
 * Makes a backup into a file of this machine, whether the stack has backups or not.
 *
 * @throws BackupError where none could be made.
 */
export function makeFile({ docker, id }: BackupPlace, of: Target, file: string): Promise<void> {
  return withTool(docker, { id, of }, async (container) => {
    await container.start();
    const name = await dump(container, script("dump.sh", "keep-all"));
    await copyOut(container, name, file);
  });
}

/** @returns the name of the file that was made. */
async function dump(container: Docker.Container, command: readonly string[]): Promise<string> {
  const result = await execIn(container, command);
  if (result.exitCode !== 0) throw new BackupError(wordsOf(result));
  return result.stdout.trim();
}

/** What the last backup of the schedule failed with; undefined where none did. */
export async function lastFailure(place: BackupPlace): Promise<string | undefined> {
  const health = (await containerOf(place, rolesOf(place).backup))?.State.Health;
  return health?.Status === "unhealthy" ? health.Log?.at(-1)?.Output.trim() : undefined;
}
