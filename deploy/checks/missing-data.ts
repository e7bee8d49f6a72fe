import { readdirSync } from "node:fs";
import { join } from "node:path";
import { backupFiles } from "../../backup/backup-file";
import { type Part, partBackedUpBy, partFlag, rolesOf } from "../../backup/part";
import { volumeRole } from "../../components/backup/roles";
import { MAIN_ROLE } from "../../components/databases/connection";
import { labelMap, nameOf, type StackId } from "../../components/labels";
import type { MissingVolume } from "../../components/platforms/docker/data-name";
import { isRecorded, type State, VOLUME } from "./recorded";

interface Claims extends StackId {
  /** Names of the volumes whose content is nowhere else. */
  data?: readonly string[];
  /** Names of those of them that a destroy leaves. */
  kept?: readonly string[];
  /** A folder of this machine that backups are written to. */
  backupFolder?: string;
}

/** The data volumes that an engine does not have: of a new stack all of them. */
export function missingData(claims: Claims, there: readonly { Name: string }[]): MissingVolume[] {
  const names = new Set(there.map(({ Name }) => Name));
  const { data = [], kept = [] } = claims;
  return data
    .filter((volume) => !names.has(volume))
    .map((volume) => {
      const backups = backupOf(claims, partIn(claims, volume), names);
      return kept.includes(volume)
        ? { volume, kept: true, words: refusal(claims, volume, backups) }
        : {
            volume,
            kept: false,
            words: `the volume ${volume} with data of this stack is gone from the engine, and the one that takes its place is empty${backups && `; once that is up, ${backups}`}`,
          };
    });
}

/**
 * Whether a stack ever had a volume: one whose first `up` ended before it was made has lost nothing.
 * What a destroy is to keep is noted beside the volume, also once a refresh has found it gone.
 */
export function wasThere(state: State): (missing: MissingVolume) => boolean {
  return ({ volume }) =>
    !state ||
    isRecorded(state, VOLUME, volume) ||
    state.some(({ type, outputs }) => type.endsWith(":KeptVolume") && outputs.volume === volume);
}

function refusal(claims: Claims, volume: string, backups: string): string {
  const role = volume.slice(nameOf(claims).length + 1);
  const labels = Object.entries(labelMap(claims, role)).map(([key, value]) => `${key}=${value}`);
  const make = `docker volume create ${labels.map((it) => `--label ${it}`).join(" ")} ${volume}`;
  return `the volume ${volume} with the data of this stack is gone from the engine, and an empty one does not take its place unasked; bring it back, or begin with an empty one: ${make}, and then pulumi up --stack ${claims.stack} --refresh${backups && `; after that, ${backups}`}`;
}

/** Whose data, or whose backups, a volume has by its name; `database`'s for one of another stack's name. */
function partIn(claims: Claims, volume: string): Part {
  const prefix = nameOf(claims);
  if (!volume.startsWith(`${prefix}-`)) return {};
  const role = volume.slice(prefix.length + 1);
  const backedUp = partBackedUpBy(role);
  if (backedUp) return backedUp;
  const [data, database] = /^(?:(.+)-)?[a-z]+-data$/.exec(role) ?? [];
  return data === undefined ? { volume: role } : { database };
}

/** How to come by the newest backup that can be found without a container; empty where none is. */
function backupOf(
  { stack, backupFolder: folder, ...id }: Claims,
  part: Part,
  volumes: ReadonlySet<string>,
): string {
  const flag = partFlag(part);
  const restore = (from: string) => `./pulumiw backup restore ${from} --stack ${stack}${flag}`;
  const { database = MAIN_ROLE, volume } = part;
  const name = volume === undefined ? database : volumeRole(volume);
  const backupFolder = folder && name !== MAIN_ROLE ? join(folder, name) : folder;
  const newest = backupFolder && newestIn(backupFolder);
  if (newest) return `restore the newest backup: ${restore(newest)}`;
  if (!volumes.has(nameOf({ ...id, stack }, rolesOf(part).backups))) return "";
  return `restore a backup: ${restore("latest")}`;
}

/** Path of the newest backup in a folder; undefined where there is none. */
function newestIn(folder: string): string | undefined {
  try {
    const newest = backupFiles(readdirSync(folder).sort().join("\n")).at(-1);
    return newest && join(folder, newest.name);
  } catch {
    // The look at the folder itself has told of it.
    return undefined;
  }
}
