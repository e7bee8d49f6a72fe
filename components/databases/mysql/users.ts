import * as pulumi from "@pulumi/pulumi";
import type { Login } from "../login";

/** Makes the current passwords hold, whatever users the data brings. Runs at every start but the first. */
export function usersSql(
  { user, database, password }: Login,
  rootPassword: pulumi.Output<string>,
): pulumi.Output<string> {
  // Where a database is granted, an underscore stands for any letter.
  const pattern = database.replaceAll("_", "\\_");
  return pulumi.interpolate`CREATE DATABASE IF NOT EXISTS \`${database}\`;
CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';
ALTER USER '${user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON \`${pattern}\`.* TO '${user}'@'%';
ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '${rootPassword}';
ALTER USER IF EXISTS 'root'@'%' IDENTIFIED BY '${rootPassword}';
`;
}
