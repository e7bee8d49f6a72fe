import { type BackupFile, backupFiles } from "./backup-file";
import type { Place, Shelf } from "./places";
import { runIn } from "./run-in";
import { script, withTool } from "./tool";

/** The backups of a stack, the oldest first. */
export function listBackups({ docker, id }: Place, shelf: Shelf): Promise<BackupFile[]> {
  return withTool(docker, { id, shelf }, async (container) => {
    await container.start();
    const { code, output, words } = await runIn(container, script("dump.sh", "ls"));
    if (code !== 0) throw new Error(`the backups in ${shelf.from} cannot be listed: ${words}`);
    return backupFiles(output);
  });
}
