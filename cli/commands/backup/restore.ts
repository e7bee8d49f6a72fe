import { constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isBackupName, size } from "../../../backup/backup-file";
import { rolesOf } from "../../../backup/part";
import { containerOf } from "../../../backup/places";
import { restore, type Source } from "../../../backup/restore";
import { UserError } from "../../../shared/errors";
import { isFile } from "../../is-file";
import { folderOf } from "../../stack/folder";
import { openPlace } from "../../stack/stack-place";
import { withPart } from "./part";
import { backupIn, nothingNamed, shelfIn, take } from "./shelf";
import { targetIn, targetWords } from "./target";
import { type Request, withPlace } from "./with-place";

/** `backup restore`. */
export const restoreBackup = withPlace(async (given) => {
  const { line, cwd, machine } = given;
  const [wanted] = line.operands;
  if (wanted === undefined) throw nothingNamed(line, "NAME|FILE");
  const place = await withPart(given.place, given.named, wanted);
  const request = { ...given, place };
  if (!isBackupName(wanted)) {
    const file = resolve(cwd, wanted);
    if (!isFile(file, constants.R_OK)) {
      throw new UserError(
        `there is no file ${file} that can be read, and no backup has such a name; see ./pulumiw backup ls`,
      );
    }
    return replace(request, { file }, file);
  }
  const { database, volume } = place;
  const from = line.text("from");
  const folder = folderOf(cwd, line.text("cwd"));
  const origin =
    from === undefined ? place : { ...openPlace(from, folder, machine.env), database, volume };
  const shelf = await shelfIn(origin);
  const { name, bytes } = await backupIn({ place: origin, shelf, name: wanted, machine });
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
});

async function replace(
  { line, place, machine }: Request,
  source: Source,
  what: string,
): Promise<void> {
  const of = await targetIn(place);
  const safety =
    !line.has("without-backup") && (await containerOf(place, rolesOf(place).backup)) !== undefined;
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
      if (line.has("yes") && !safety) machine.say(`without a backup of what is in ${stack} now`);
      if (line.has("yes")) return true;
      if (machine.interactive) return machine.ask(question, false);
      throw new UserError(`${question} Nobody can be asked here: say so with --yes`);
    },
  });
  machine.say(isDone ? `restored ${what}` : "nothing was changed");
}
