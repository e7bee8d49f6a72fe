import { execIn } from "../docker/exec";
import { type BackupFile, backupFiles } from "./backup-file";
import type { Place, Shelf } from "./places";
import { script, withTool, wordsOf } from "./tool";

/** The backups of a stack, the oldest first. */
export function listBackups({ docker, id }: Place, shelf: Shelf): Promise<BackupFile[]> {
  return withTool(docker, { id, shelf }, async (container) => {
    await container.start();
    const result = await execIn(container, script("dump.sh", "ls"));
    if (result.exitCode === 0) return backupFiles(result.stdout);
    throw new Error(`the backups in ${shelf.from} cannot be listed: ${wordsOf(result)}`);
  });
}
