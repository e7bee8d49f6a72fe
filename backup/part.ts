import {
  backedUpBy,
  backupRolesOf,
  volumeBackedUpBy,
  volumeRole,
} from "../components/backup/roles";
import { MAIN_ROLE } from "../components/databases/connection";

/** What of a stack is meant. */
export interface Part {
  /**
   * One of its databases, by its name in the stack.
   *
   * @default "database"
   */
  database?: string;
  /**
   * One of the app's volumes instead, by its name in `app.volumes`.
   *
   * @default a database
   */
  volume?: string;
}

/** What the parts of its backups are called. */
export const rolesOf = ({ database = MAIN_ROLE, volume }: Part) =>
  backupRolesOf(volume === undefined ? database : volumeRole(volume));

/** What a container or a volume of that role makes, or has, backups of; undefined for other roles. */
export function partBackedUpBy(role: string | undefined): Part | undefined {
  const volume = volumeBackedUpBy(role);
  if (volume !== undefined) return { volume };
  const database = backedUpBy(role);
  return database === undefined ? undefined : { database };
}

/** What a command line has to say beside the stack, where something else than `database` is meant. */
export function partFlag({ database = MAIN_ROLE, volume }: Part): string {
  if (volume !== undefined) return ` --volume ${volume}`;
  return database === MAIN_ROLE ? "" : ` --database ${database}`;
}
