import { type BackupFile, biggerBefore, pick, size } from "../../../backup/backup-file";
import { copyOut } from "../../../backup/copy";
import { type Shelf, shelfOf } from "../../../backup/places";
import { listBackups, readableIn } from "../../../backup/shelf";
import { withTool } from "../../../backup/tool";
import { UserError } from "../../../shared/errors";
import type { Machine } from "../../machine";
import type { StackPlace } from "../../stack/stack-place";
import type { OwnLine } from "../line";
import { partWords } from "./part";

/** Copies a backup from where it is kept to this machine. */
export function take({ docker, id }: StackPlace, shelf: Shelf, name: string, file: string) {
  return withTool(docker, { id, shelf }, async (container) => {
    await container.start();
    return copyOut(container, name, file, await readableIn(container, shelf, name));
  });
}

export async function shelfIn(place: StackPlace): Promise<Shelf> {
  const shelf = await shelfOf(place, place.images);
  if (shelf) return shelf;
  const { stack } = place.id;
  throw new UserError(
    `the stack ${stack} has no backups on ${place.host.address}; to have some: pulumi config set --stack ${stack} backup daily, and ./pulumiw up --stack ${stack}`,
  );
}

interface Wanted {
  place: StackPlace;
  shelf: Shelf;
  name: string;
  machine: Machine;
}

/** The backup of a name, or the latest. */
export async function backupIn({ place, shelf, name, machine }: Wanted): Promise<BackupFile> {
  const files = await listBackups(place, shelf);
  const { stack } = place.id;
  const found = pick(files, name);
  if (!found) {
    throw new UserError(
      `the stack ${stack} has no backup ${name}${partWords(place)}; see ./pulumiw backup ls --stack ${stack}`,
    );
  }
  const bigger = name === "latest" && biggerBefore(files, found);
  if (bigger) {
    machine.say(
      `the latest backup, ${found.name}, has ${size(found.bytes)} only, and ${bigger.name} has ${size(bigger.bytes)}: is it the one you want? See ./pulumiw backup ls --stack ${stack}`,
    );
  }
  return found;
}

/** What is said to a line that names no backup. */
export const nothingNamed = ({ command }: OwnLine, takes: string) =>
  new UserError(
    `${command}: which backup? ./pulumiw ${command} ${takes}; see ./pulumiw backup ls for their names`,
  );
