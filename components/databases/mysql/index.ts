import { MYSQL } from "./flavor";
import { sqlEngine } from "./sql-engine";

export const mysql = sqlEngine(MYSQL);
