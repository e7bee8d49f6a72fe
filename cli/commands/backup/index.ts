import { type BackupFile, size } from "../../../backup/backup-file";
import { lastFailure, makeBackup, makeFile } from "../../../backup/make";
import { type Part, partFlag, rolesOf } from "../../../backup/part";
import { containerOf, shelfOf } from "../../../backup/places";
import { listBackups } from "../../../backup/shelf";
import { nameOf } from "../../../components/labels";
import { UserError } from "../../../shared/errors";
import { newFile } from "../../new-file";
import type { StackPlace } from "../../stack/stack-place";
import type { Run } from "../command";
import { helpOf } from "../help";
import { partName, partsFor, withPart } from "./part";
import { backupIn, nothingNamed, shelfIn, take } from "./shelf";
import { targetIn } from "./target";
import { print, withPlace } from "./with-place";

/** `backup`: says which commands there are. */
export const backup: Run = async ({ operands: [word] }) => {
  if (word !== undefined && word !== "help") {
    throw new UserError(
      `backup: given "${word}"; accepted: now, ls, get, restore; see ./pulumiw backup --help`,
    );
  }
  print(helpOf("backup"));
};

/** `backup ls`. */
export const list = withPlace(async ({ line, named, place, machine }) => {
  const parts = await partsFor(place, named);
  const names = parts.map(partName);
  const all: (BackupFile & Part)[] = [];
  const isForPrograms = line.has("json");
  for (const part of parts) {
    const one = { ...place, ...part };
    // Of several some may have none yet.
    const shelf = parts.length > 1 ? await shelfOf(one, place.images) : await shelfIn(one);
    const files = shelf ? await listBackups(one, shelf) : [];
    all.push(...files.map((file) => ({ ...file, ...part })));
    const failure = isForPrograms ? undefined : await lastFailure(one);
    if (failure) machine.say(parts.length > 1 ? `${partName(part)}: ${failure}` : failure);
  }
  if (isForPrograms) return print(`${JSON.stringify(all, undefined, 2)}\n`);
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
});

/** `backup now`. */
export const now = withPlace(async ({ line, named, place, cwd }) => {
  const [into] = line.operands;
  if (into !== undefined) {
    const one = await withPart(place, named);
    const file = newFile(cwd, into);
    await makeFile(one, await targetIn(one), file);
    return print(`${file}\n`);
  }
  for (const part of await partsFor(place, named)) {
    print(`${await makeOne({ ...place, ...part })}\n`);
  }
});

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

/** `backup get`. */
export const get = withPlace(async ({ line, named, place: stack, cwd, machine }) => {
  const [wanted, into] = line.operands;
  if (wanted === undefined) throw nothingNamed(line, "NAME [FILE]");
  const place = await withPart(stack, named, wanted);
  const shelf = await shelfIn(place);
  const { name } = await backupIn({ place, shelf, name: wanted, machine });
  const file = newFile(cwd, into ?? name);
  await take(place, shelf, name, file);
  print(`${file}\n`);
});
