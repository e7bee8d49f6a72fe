import { MAIN_ROLE } from "../databases/connection";

/** What the parts of a database's backups are called in its stack. */
export interface BackupRoles {
  /** The container that makes them. */
  backup: string;
  /** The volume that has them. */
  backups: string;
  /** The container that restores one. */
  restore: string;
}

const VOLUME_PREFIX = "volume-";

/** What backups of one of the app's volumes are named by, as those of a database are by its role. */
export const volumeRole = (volume: string): string => `${VOLUME_PREFIX}${volume}`;

/** The app's volume whose backups a container or a volume of that role makes or has; undefined for other roles. */
export function volumeBackedUpBy(role: string | undefined): string | undefined {
  const part = backedUpBy(role);
  return part?.startsWith(VOLUME_PREFIX) ? part.slice(VOLUME_PREFIX.length) : undefined;
}

/** `backup` and the like for the stack's `database`, `cache-backup` for another one. */
export function backupRolesOf(role: string): BackupRoles {
  const prefix = role === MAIN_ROLE ? "" : `${role}-`;
  return { backup: `${prefix}backup`, backups: `${prefix}backups`, restore: `${prefix}restore` };
}

/** The database, or the role of a volume, whose backups a container or a volume of that role makes or has; undefined for other roles. */
export function backedUpBy(role: string | undefined): string | undefined {
  if (role === "backup" || role === "backups") return MAIN_ROLE;
  return /^(.+)-backups?$/.exec(role ?? "")?.[1];
}
