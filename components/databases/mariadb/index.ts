import { sqlEngine } from "../mysql/sql-engine";
import { MARIADB } from "./flavor";

/** MariaDB, which is started, dumped and restored as MySQL is. */
export const mariadb = sqlEngine(MARIADB);
