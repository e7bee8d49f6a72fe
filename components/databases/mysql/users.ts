import * as pulumi from "@pulumi/pulumi";
import type { Login } from "../login";

/** A former server may have had root from its own host alone, and dumps are made from another one. */
const ROOT_OF_ALL_HOSTS = `CREATE USER IF NOT EXISTS 'root'@'%';
GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
`;

/** Makes the current passwords hold, whatever users the data brings. Runs at every start but the first. */
export function usersSql(
  { user, database, password }: Login,
  rootPassword: pulumi.Output<string>,
  isTakenOver = false,
): pulumi.Output<string> {
  // Where a database is granted, an underscore stands for any letter.
  const pattern = database.replaceAll("_", "\\_");
  return pulumi.interpolate`CREATE DATABASE IF NOT EXISTS \`${database}\`;
CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';
ALTER USER '${user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON \`${pattern}\`.* TO '${user}'@'%';
${isTakenOver ? ROOT_OF_ALL_HOSTS : ""}ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '${rootPassword}';
ALTER USER IF EXISTS 'root'@'%' IDENTIFIED BY '${rootPassword}';
`;
}
