import { MARIADB_UPGRADE, MYSQL_UPGRADE } from "./mysql/upgrade-scripts";
import { POSTGRES_UPGRADE } from "./postgres/upgrade-scripts";
import type { UpgradeScripts } from "./upgrade-script";

/** By the names of the engines whose major versions do not read one another's data. */
export const UPGRADES = {
  mysql: MYSQL_UPGRADE,
  mariadb: MARIADB_UPGRADE,
  postgres: POSTGRES_UPGRADE,
} as const satisfies Record<string, UpgradeScripts>;
