import { constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { BackupError } from "../../../backup/backup-error";
import {
  type BackupFile,
  biggerBefore,
  isBackupName,
  pick,
  size,
} from "../../../backup/backup-file";
import { copyOut } from "../../../backup/copy";
import { lastFailure, makeBackup, makeFile } from "../../../backup/make";
import { type Part, partFlag, rolesOf } from "../../../backup/part";
import { containerOf, type Shelf, shelfOf } from "../../../backup/places";
import { restore, type Source } from "../../../backup/restore";
import { listBackups, readableIn } from "../../../backup/shelf";
import { withTool } from "../../../backup/tool";
import { nameOf } from "../../../components/labels";
import { engineError } from "../../../deploy/checks/engine-error";
import { UserError } from "../../../shared/errors";
import { isFile } from "../../is-file";
import type { Machine } from "../../machine";
import { newFile } from "../../new-file";
import { folderOf } from "../../stack/folder";
import { openPlace, type StackPlace } from "../../stack/stack-place";
import { type BackupLine, USAGE } from "./line";
import { partName, partsFor, partWords, withPart } from "./part";
import { targetIn, targetWords } from "./target";

/** A command line, and where it acts. */
interface Request<Action extends BackupLine["action"]> {
  line: Extract<BackupLine, { action: Action }>;
  place: StackPlace;
  /** Where the command was given. */
  cwd: string;
  machine: Machine;
}

/**
 * Runs a `backup` command. It needs no engine: everything is found on the Docker engine.
 *
 * @throws UserError with what is wrong and what to do.
 */
export async function runBackup(line: BackupLine, cwd: string, machine: Machine): Promise<void> {
  if (line.action === "help") return print(USAGE);
  const folder = folderOf(cwd, line.cwd);
  const place: StackPlace = openPlace(line.stack, folder, machine.env);
  await place.docker.ping().catch((error) => {
    throw new UserError(engineError(place.host, error, userInfo().username, place.id.stack));
  });
  try {
    switch (line.action) {
      case "ls":
        return await list({ line, place, cwd, machine });
      case "now":
        return await now({ line, place, cwd, machine });
      case "get":
        return await get({ line, place, cwd, machine });
      case "restore":
        return await putBack({ line, place, cwd, machine }, folder);
    }
  } catch (error) {
    throw error instanceof BackupError ? new UserError(error.message) : error;
  }
}

async function list({ line, place, machine }: Request<"ls">): Promise<void> {
  const parts = await partsFor(place, line);
  const names = parts.map(partName);
  const all: (BackupFile & Part)[] = [];
  for (const part of parts) {
    const one = { ...place, ...part };
    // Of several some may have none yet.
    const shelf = parts.length > 1 ? await shelfOf(one, place.images) : await shelfIn(one);
    const files = shelf ? await listBackups(one, shelf) : [];
    all.push(...files.map((file) => ({ ...file, ...part })));
    const failure = line.json ? undefined : await lastFailure(one);
    if (failure) machine.say(parts.length > 1 ? `${partName(part)}: ${failure}` : failure);
  }
  if (line.json) return print(`${JSON.stringify(all, undefined, 2)}\n`);
  if (all.length === 0) return machine.say(`the stack ${place.id.stack} has no backups yet`);
  const longest = Math.max(...names.map(({ length }) => length));
  const column = (part: Part) => (names.length > 1 ? `${partName(part).padEnd(longest)} ` : "");
  print(
    all
      .map(({ name, bytes, ...part }) => {
        return `${column(part)}${name.padEnd(33)} ${size(bytes).padStart(8)}\n`;
      })
      .join(""),
  );
}

async function now({ line, place, cwd }: Request<"now">): Promise<void> {
  if (line.file !== undefined) {
    const one = await withPart(place, line);
    const file = newFile(cwd, line.file);
    await makeFile(one, await targetIn(one), file);
    return print(`${file}\n`);
  }
  for (const part of await partsFor(place, line)) {
    print(`${await makeOne({ ...place, ...part })}\n`);
  }
}

async function makeOne(place: StackPlace): Promise<string> {
  const name = await makeBackup(place, "prune");
  if (name) return name;
  const { stack } = place.id;
  const { backup } = rolesOf(place);
  throw new UserError(
    (await containerOf(place, backup))
      ? `the container ${nameOf(place.id, backup)} does not run; start it: ./pulumiw up --stack ${stack} --refresh`
      : `the stack ${stack} makes no backups; switch them on: pulumi config set --stack ${stack} backup daily, and ./pulumiw up --stack ${stack}; or make one into a file: ./pulumiw backup now FILE --stack ${stack}${partFlag(place)}`,
  );
}

async function get({ line, place: stack, cwd, machine }: Request<"get">): Promise<void> {
  const place = await withPart(stack, line, line.name);
  const shelf = await shelfIn(place);
  const { name } = await backupIn({ place, shelf, name: line.name, machine });
  const file = newFile(cwd, line.file ?? name);
  await take(place, shelf, name, file);
  print(`${file}\n`);
}

async function putBack(given: Request<"restore">, folder: string): Promise<void> {
  const { line, cwd, machine } = given;
  const place = await withPart(given.place, line, line.what);
  const request = { ...given, place };
  if (!isBackupName(line.what)) {
    const file = resolve(cwd, line.what);
    if (!isFile(file, constants.R_OK)) {
      throw new UserError(
        `there is no file ${file} that can be read, and no backup has such a name; see ./pulumiw backup ls`,
      );
    }
    return replace(request, { file }, file);
  }
  const { database, volume } = place;
  const origin =
    line.from === undefined
      ? place
      : { ...openPlace(line.from, folder, machine.env), database, volume };
  const shelf = await shelfIn(origin);
  const { name, bytes } = await backupIn({ place: origin, shelf, name: line.what, machine });
  const what = `${name} of the stack ${origin.id.stack} (${size(bytes)})`;
  if (origin.host.address === place.host.address) return replace(request, { shelf, name }, what);
  const temporary = await mkdtemp(join(tmpdir(), "berth-backup-"));
  try {
    const file = join(temporary, name);
    await take(origin, shelf, name, file);
    await replace(request, { file }, what);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function replace(
  { line, place, machine }: Request<"restore">,
  source: Source,
  what: string,
): Promise<void> {
  const of = await targetIn(place);
  const safety =
    !line.withoutBackup && (await containerOf(place, rolesOf(place).backup)) !== undefined;
  const { stack } = place.id;
  const data = `everything in ${targetWords(of, place)} of the stack ${stack}`;
  const first = safety ? "it is backed up first" : "there will be no backup of what is in it now";
  const question = `${what} replaces ${data}; ${first}. Restore?`;
  const isDone = await restore({
    target: place,
    of,
    source,
    safety,
    say: machine.say,
    confirm: async () => {
      if (line.yes && !safety) machine.say(`without a backup of what is in ${stack} now`);
      if (line.yes) return true;
      if (machine.interactive) return machine.ask(question, false);
      throw new UserError(`${question} Nobody can be asked here: say so with --yes`);
    },
  });
  machine.say(isDone ? `restored ${what}` : "nothing was changed");
}

/** Copies a backup from where it is kept to this machine. */
function take({ docker, id }: StackPlace, shelf: Shelf, name: string, file: string) {
  return withTool(docker, { id, shelf }, async (container) => {
    await container.start();
    return copyOut(container, name, file, await readableIn(container, shelf, name));
  });
}

async function shelfIn(place: StackPlace): Promise<Shelf> {
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

async function backupIn({ place, shelf, name, machine }: Wanted): Promise<BackupFile> {
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

const print = (text: string): void => void process.stdout.write(text);
