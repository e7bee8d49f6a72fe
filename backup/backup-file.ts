import { BACKUP_KINDS, type BackupKind, formatOf } from "../components/backup/kinds";

/** A backup as its name and its size tell of it. */
export interface BackupFile {
  name: string;
  /** What it is of: a database engine, or `volume`. */
  engine: BackupKind;
  /** ISO 8601, in UTC. */
  made: string;
  bytes: number;
}

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.(.+)$/;

const engineOf = (suffix: string | undefined): BackupKind | undefined =>
  BACKUP_KINDS.find((kind) => formatOf(kind).suffix === suffix);

/** Whether a text is the name of a backup, rather than the path of a file. */
export const isBackupName = (text: string): boolean =>
  text === "latest" || engineOf(NAME.exec(text)?.[7]) !== undefined;

/** Reads what `dump.sh ls` prints: a line with name and size for each backup, the oldest first. */
export function backupFiles(listing: string): BackupFile[] {
  return listing.split("\n").flatMap((line) => {
    const [name = "", bytes] = line.split(" ");
    const [, year, month, day, hour, minute, second, suffix] = NAME.exec(name) ?? [];
    const engine = engineOf(suffix);
    if (engine === undefined) return [];
    const made = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
    return [{ name, engine, made, bytes: Number(bytes) }];
  });
}

/** The backup of that name, or the newest where it is `latest`; undefined where there is none. */
export function pick(files: readonly BackupFile[], name: string): BackupFile | undefined {
  return name === "latest" ? files.at(-1) : files.find((file) => file.name === name);
}

/** An older backup of the same engine that is more than twice as big as this one; the biggest of them. */
export function biggerBefore(
  files: readonly BackupFile[],
  { name, engine, bytes }: BackupFile,
): BackupFile | undefined {
  const older = files.filter((file) => file.engine === engine && file.name < name);
  const [biggest] = older.sort((a, b) => b.bytes - a.bytes);
  return biggest && biggest.bytes > 2 * bytes ? biggest : undefined;
}

/** Bytes for people, such as `1.5 MB`. */
export function size(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let number = bytes;
  let unit = 0;
  while (number >= 1000 && unit < units.length - 1) {
    number /= 1000;
    unit++;
  }
  return `${unit > 0 && number < 10 ? number.toFixed(1) : Math.round(number)} ${units[unit]}`;
}
