import { DATABASE_NAMES, type DatabaseEngineName, databaseEngine } from "../databases";
import type { BackupFormat } from "../databases/engine";
import { volumeFormat } from "./volume";

/** What a backup is of: a database by its engine, or a volume of the app. */
export type BackupKind = DatabaseEngineName | typeof VOLUME;

export const VOLUME = "volume";

export const BACKUP_KINDS: readonly BackupKind[] = [...DATABASE_NAMES, VOLUME];

export const formatOf = (kind: BackupKind): BackupFormat =>
  kind === VOLUME ? volumeFormat : databaseEngine(kind).backup;

/** As its makers write it. */
export const productOf = (kind: BackupKind): string =>
  kind === VOLUME ? "a volume" : databaseEngine(kind).product;
