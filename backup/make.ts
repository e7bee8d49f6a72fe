import { BackupError } from "./backup-error";
import { copyOut } from "./copy";
import { containerOf, type Place, type Server } from "./places";
import { runIn } from "./run-in";
import { script, withTool } from "./tool";

/** Whether a backup that is made makes room for itself, by removing the oldest beyond those kept. */
export type Surplus = "prune" | "keep";

/**
 * Lets the stack's backup container make one now.
 *
 * @returns its name; undefined where the stack has no such container that runs.
 * @throws BackupError where none could be made.
 */
export async function makeBackup(place: Place, surplus: Surplus): Promise<string | undefined> {
  const found = await containerOf(place, "backup");
  if (!found?.State.Running) return undefined;
  const command = surplus === "prune" ? "now" : "keep-all";
  const container = place.docker.getContainer(found.Id);
  const words = ["sh", "/run/secrets/dump.sh", command];
  const outcome = await runIn(container, words);
  if (outcome.code !== 0) throw new BackupError(outcome.words);
  return outcome.output.trim();
}

/**
 * Makes a backup into a file of this machine, whether the stack has backups or not.
 *
 * @throws BackupError where none could be made.
 */
export function makeFile({ docker, id }: Place, server: Server, file: string): Promise<void> {
  return withTool(docker, { id, server }, async (container) => {
    await container.start();
    const { code, output, words } = await runIn(container, script("dump.sh", "keep-all"));
    if (code !== 0) throw new BackupError(words);
    await copyOut(container, output.trim(), file);
  });
}

/** What the last backup of the schedule failed with; undefined where none did. */
export async function lastFailure(place: Place): Promise<string | undefined> {
  const health = (await containerOf(place, "backup"))?.State.Health;
  return health?.Status === "unhealthy" ? health.Log?.at(-1)?.Output.trim() : undefined;
}
