import { basename } from "node:path";
import { VOLUME } from "../components/backup/kinds";
import { isOf, nameOf } from "../components/labels";
import { type ExecResult, execIn } from "../docker/exec";
import { orMissing } from "../docker/missing";
import { BackupError, OutOfContact } from "./backup-error";
import { copyIn } from "./copy";
import { makeBackup } from "./make";
import { partFlag, rolesOf } from "./part";
import type { BackupPlace, Shelf, Target } from "./places";
import { readableIn } from "./shelf";
import { BACKUPS, script, withTool, wordsOf } from "./tool";
import { stopWriters } from "./writers";

/** A backup on the engine of the stack that it is restored to, or a file of this machine. */
export type Source = { shelf: Shelf; name: string } | { file: string };

export interface RestoreArgs {
  /** The stack whose data is replaced. */
  target: BackupPlace;
  /** What it is the data of. */
  of: Target;
  source: Source;
  /** Whether what is there now is backed up first, by the stack's own backup container. */
  safety: boolean;
  /** Asked once the backup was found good and before anything is changed. */
  confirm(): Promise<boolean>;
  say(line: string): void;
}

/** The exit code of restore.sh with which nothing was changed. */
const UNCHANGED = 1;

/**
 * Replaces the data of a stack by that of a backup.
 *
 * @returns whether it did: false where the answer was no.
 * @throws BackupError with what is wrong, in which state things are, and the way back.
 */
export async function restore(args: RestoreArgs): Promise<boolean> {
  const { target, of, source, say } = args;
  await makeRoom(target);
  const shelf = "shelf" in source ? source.shelf : undefined;
  const name = "shelf" in source ? source.name : basename(source.file);
  return withTool(
    target.docker,
    { id: target.id, shelf, of, role: rolesOf(target).restore },
    async (container, hold) => {
      // Runs from the first moment, so that another restore sees that it is at work.
      await container.start();
      if ("file" in source) await copyIn(container, source.file);
      const tell = ({ stdout }: ExecResult) => stdout.trim() && say(stdout.trim());
      const run = (...words: string[]) => execIn(container, script("restore.sh", ...words));
      const folder = shelf ? await readableIn(container, shelf, name) : BACKUPS;
      const path = `${folder}/${name}`;
      const verified = await run("verify", path);
      if (verified.exitCode !== 0) throw unchanged(verified);
      if (!(await args.confirm())) return false;
      say("loading");
      const loaded = await run("load", path);
      if (loaded.exitCode !== 0) throw unchanged(loaded);
      tell(loaded);
      // As late as can be: what the app writes after it is in neither.
      const before = await backUpFirst(args).catch(async (error) => {
        await run("drop");
        throw error;
      });
      hold();
      const writers = await stopWriters(target.docker, of, container.id, say);
      say("changing places");
      const back = before && wayBack(target, before);
      const swapped = await run("swap").catch((error) => {
        throw outOfContact(error, args, back);
      });
      const lost = await writers.goOn().catch((error: Error) => error);
      if (swapped.exitCode !== 0) throw failure(swapped, of, back);
      tell(swapped);
      if (lost) throw lost;
      return true;
    },
  );
}

/** A restore that runs keeps its name; one that broke off has left it. */
async function makeRoom(place: BackupPlace): Promise<void> {
  const { docker, id } = place;
  const { restore: role } = rolesOf(place);
  const name = nameOf(id, role);
  const left = await orMissing(docker.getContainer(name).inspect());
  if (!left) return;
  if (!isOf(left.Config.Labels, id, role)) {
    throw new BackupError(
      `the container ${name} is none that Berth made, and a restore needs that name; rename it: docker rename ${name} ${name}-old`,
    );
  }
  if (left.State.Running) {
    throw new BackupError(
      `another restore is at work in the container ${name}; if it was given up: docker rm -f ${name}`,
    );
  }
  await docker.getContainer(left.Id).remove({ force: true, v: true });
}

async function backUpFirst({ target, safety, say }: RestoreArgs): Promise<string | undefined> {
  if (!safety) return undefined;
  try {
    const name = await makeBackup(target, "keep");
    if (!name)
      throw new Error(`the container ${nameOf(target.id, rolesOf(target).backup)} does not run`);
    say(`backed up what was there: ${name}`);
    return name;
  } catch (error) {
    const { message } = error as Error;
    throw new BackupError(
      `what is there could not be backed up first: ${message}; nothing was changed. To do without: --without-backup`,
    );
  }
}

const unchanged = (outcome: ExecResult) =>
  new BackupError(`${wordsOf(outcome)}; nothing was changed`);

function failure(outcome: ExecResult, of: Target, back?: string): BackupError {
  if (outcome.exitCode === UNCHANGED) return unchanged(outcome);
  const what = wordsOf(outcome);
  return new BackupError(
    `${what}; the ${nounOf(of)} may not hold what the backup holds; ${wayTo(back)}`,
  );
}

/** It must not be ended half-way, and goes on without anybody who listens. */
function outOfContact(
  { message }: Error,
  { target: place, of }: RestoreArgs,
  back?: string,
): OutOfContact {
  const name = nameOf(place.id, rolesOf(place).restore);
  const start =
    of.engine === VOLUME
      ? ` What was stopped meanwhile runs again after ./pulumiw up --stack ${place.id.stack} --refresh`
      : "";
  return new OutOfContact(
    `the connection was lost while the data changed places (${message}), which goes on; once \`docker top ${name}\` shows no restore.sh any more, look at the ${nounOf(of)}, and remove the container: docker rm -f ${name}; if the data is not what the backup holds: ${wayTo(back)}${start}`,
  );
}

const nounOf = ({ engine }: Target) => (engine === VOLUME ? "volume" : "database");

const wayTo = (back: string | undefined) =>
  back ? `put back what was there: ${back}` : "there is no backup of what was there";

const wayBack = (place: BackupPlace, name: string) =>
  `./pulumiw backup restore ${name} --stack ${place.id.stack}${partFlag(place)}`;
