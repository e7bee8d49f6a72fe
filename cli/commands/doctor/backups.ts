import { backupRolesOf, volumeRole } from "../../../components/backup/roles";
import { ago } from "../amounts-in-words";
import type { Fault } from "../faults";
import { clientOf } from "../nodes";
import { runs } from "../part";
import { capture } from "./capture";
import { type Look, on } from "./look";

const HOUR = 60 * 60 * 1000;
/** The longest time between two backups of each schedule; twice that, and some have failed. */
const BETWEEN: Record<string, number> = { hourly: HOUR, daily: 24 * HOUR, weekly: 7 * 24 * HOUR };

/** Whether there are backups of each database and volume where there should be some, and how old the last one is. */
export const backups: Look = async (seen) => {
  const { backup: schedule, mode, databases, volumes } = seen.place.settings;
  const running = databases.filter(({ engine }) => engine !== "none");
  const all = [...running.map(({ role }) => role), ...volumes.map(volumeRole)];
  if (mode === undefined || all.length === 0) return [];
  if (schedule === "none") {
    const words =
      running.length > 0 ? "the database has no backups" : "the app's volumes have no backups";
    return mode === "prod" ? [noBackups(on(seen.place), words)] : [];
  }
  const faults = await Promise.all(all.map((role) => backupsOf(role, seen)));
  return faults.flat();
};

async function backupsOf(part: string, { place, parts, now, env }: Parameters<Look>[0]) {
  const { backup: schedule, isOnSwarm } = place.settings;
  const keeper = parts.find(({ role }) => role === backupRolesOf(part).backup);
  const stack = on(place);
  if (!keeper || !runs(keeper)) {
    return isOnSwarm && keeper ? [] : [missing(stack, keeper?.name)];
  }
  const client = await clientOf(place, keeper, undefined, env);
  const list = await capture(client, keeper.id, ["sh", "/run/secrets/dump.sh", "ls"]);
  return list === undefined ? [] : ageFaults(list, schedule, keeper.since, now, stack);
}

export const noBackups = (stack: string, words: string): Fault => ({
  kind: "no-backups",
  when: "soon",
  about: "backup",
  words,
  mend: `pulumi config set ${stack} backup daily && ./pulumiw up ${stack}`,
});

export const missing = (stack: string, name: string | undefined): Fault => ({
  kind: "backups-stopped",
  when: "now",
  about: "backup",
  words: `no backups are made: ${name ?? "their container"} does not run`,
  mend: `./pulumiw up ${stack} --refresh`,
});

/**
 * Whether the newest of the backups is as new as the schedule wants. Pure.
 *
 * @param list lines of a name, which begins with its time, and a size.
 * @param since when they were begun with.
 */
export function ageFaults(
  list: string,
  schedule: string,
  since: string,
  now: number,
  stack: string,
): Fault[] {
  const [, year, month, day, hour, minute, second] =
    /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\S* \d+\s*$/.exec(list.trim()) ?? [];
  const last = year && `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const longest = 2 * (BETWEEN[schedule] ?? 7 * 24 * HOUR);
  if (now - Date.parse(last || since) <= longest) return [];
  return [
    {
      kind: "backup-old",
      when: "now",
      about: "backup",
      words: last
        ? `the last backup is ${ago(last, now)} old, and the schedule is ${schedule}`
        : "there is no backup yet",
      mend: `./pulumiw backup now ${stack}`,
    },
  ];
}
