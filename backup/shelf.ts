import type Docker from "dockerode";
import { execIn } from "../docker/exec";
import { BackupError } from "./backup-error";
import { type BackupFile, backupFiles } from "./backup-file";
import type { BackupPlace, Shelf } from "./places";
import { BACKUPS, script, withTool, wordsOf } from "./tool";

/** The backups of a stack, the oldest first. */
export function listBackups({ docker, id }: BackupPlace, shelf: Shelf): Promise<BackupFile[]> {
  return withTool(docker, { id, shelf }, async (container) => {
    await container.start();
    const result = await execIn(container, script("dump.sh", "ls"), { user: shelf.owner });
    if (result.exitCode === 0) return backupFiles(result.stdout);
    throw new Error(`the backups in ${shelf.from} cannot be listed: ${wordsOf(result)}`);
  });
}

/** Where a copy is put that root may read. */
const COPIES = "/tmp/berth-backups";

/**
 * The folder in a tool's container that runs where root, and the Docker engine, can read a backup: that of
 * the shelf, or one with a copy that its owner makes.
 *
 * @throws BackupError where the owner cannot read it either.
 */
export async function readableIn(
  container: Docker.Container,
  { owner, from }: Shelf,
  name: string,
): Promise<string> {
  if (owner === undefined) return BACKUPS;
  const file = `${BACKUPS}/${name}`;
  const { exitCode } = await execIn(container, ["head", "-c", "1", file]);
  if (exitCode === 0) return BACKUPS;
  const copy = `mkdir -p ${COPIES} && cp "$0" ${COPIES}/ && { [ ! -e "$0.sha256" ] || cp "$0.sha256" ${COPIES}/; }`;
  const copied = await execIn(container, ["sh", "-c", copy, file], { user: owner });
  if (copied.exitCode === 0) return COPIES;
  throw new BackupError(
    `${name} cannot be read in ${from}, neither by root nor by its owner ${owner}: ${wordsOf(copied)}; nothing was changed`,
  );
}
