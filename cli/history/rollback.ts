import { type Part, partBackedUpBy, rolesOf } from "../../backup/part";
import type { LightClient } from "../../docker/light-client";
import { shortId } from "../../shared/short-id";
import { capture } from "../commands/doctor/capture";
import { ofStack } from "../commands/engine";
import type { Past } from "./past";

/** A backup of a database, or of one of the app's volumes. */
export interface TakenBackup extends Part {
  name: string;
  /** In milliseconds since 1970. */
  made: number;
}

/** What a stack was before a run: the image of its app, and the backups that were made of that version's data. */
export interface Before {
  /** As the setting `release` takes it. */
  release: string;
  backups: Omit<TakenBackup, "made">[];
}

/** The backups that a stack's containers have; none of those that cannot be asked. */
export async function takenBackups(
  client: LightClient,
  id: { project: string; stack: string },
): Promise<TakenBackup[]> {
  const query = { filters: ofStack(id) };
  const found = await client
    .ask<{ Id: string; Labels: Record<string, string> }[]>("GET", "/containers/json", { query })
    .catch(() => []);
  const lists = await Promise.all(
    found.map(async ({ Id, Labels }) => {
      const part = partBackedUpBy(Labels["berth.role"]);
      if (!part) return [];
      const list = await capture(client, Id, ["sh", "/run/secrets/dump.sh", "ls"]);
      return backupsIn(list ?? "", part);
    }),
  );
  return lists.flat();
}

/** The backups of a list, which has a line of name and size for each. Pure. */
export function backupsIn(list: string, part: Part): TakenBackup[] {
  return [...list.matchAll(/^((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\S*) \d+$/gm)].map(
    ([, name = "", year, month, day, hour, minute, second]) => {
      const made = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return { ...part, name, made };
    },
  );
}

/**
 * What the app was before each run that gave it another image, by the runs in their order. Pure.
 *
 * @param past the newest first.
 */
export function beforeEach(
  past: readonly Past[],
  taken: readonly TakenBackup[],
): (Before | undefined)[] {
  return past.map((run, index) => {
    const before = past.slice(index + 1).find(({ image }) => image !== undefined);
    if (run.image === undefined || before?.image === undefined) return undefined;
    if (before.image === run.image) return undefined;
    return { release: releaseOf(before.image), backups: run.backedUp ? within(run, taken) : [] };
  });
}

/** The first of the backups of each part that was made during a run: it has the data of the version before. */
function within({ when, seconds }: Past, taken: readonly TakenBackup[]): Before["backups"] {
  const began = Date.parse(when);
  const first = new Map<string, TakenBackup>();
  for (const backup of [...taken].sort((one, other) => one.made - other.made)) {
    const isOfRun = backup.made >= began && backup.made <= began + (seconds + 1) * 1000;
    const { backup: maker } = rolesOf(backup);
    if (isOfRun && !first.has(maker)) first.set(maker, backup);
  }
  return [...first.values()].map(({ made: _, ...backup }) => backup);
}

/** As the setting `release` takes it: the beginning of an id, or a digest. */
const releaseOf = (image: string) => /@(sha256:\w+)$/.exec(image)?.[1] ?? shortId(image);
