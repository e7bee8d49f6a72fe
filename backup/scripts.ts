import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A file as it is put beside the others in a container. */
export interface Script {
  name: string;
  content: string;
}

/** What a container that makes backups runs. */
export const makingScripts = () => read("common.sh", "dump.sh", "schedule.sh");

/** What a container that restores one runs. */
export const restoringScripts = () =>
  read("common.sh", "dump.sh", "restore.sh", "restore-sql.sh", "restore-redis.sh");

function read(...names: readonly string[]): Script[] {
  return names.map((name) => ({
    name,
    content: readFileSync(join(__dirname, "scripts", name), "utf8"),
  }));
}
