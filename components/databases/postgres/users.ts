import * as pulumi from "@pulumi/pulumi";
import type { Login } from "./connection";

/**
 * Makes the current passwords hold, whatever users the data brings. Runs at every start, in single-user
 * mode, where each line is a statement.
 */
export function usersSql(
  { user, database, password }: Login,
  superuserPassword: pulumi.Output<string>,
): pulumi.Output<string> {
  const role = (name: string) =>
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE "${name}"; END IF; END $$;`;
  return pulumi.interpolate`${role("postgres")}
ALTER ROLE "postgres" SUPERUSER LOGIN PASSWORD '${superuserPassword}';
${role(user)}
ALTER ROLE "${user}" LOGIN PASSWORD '${password}';
CREATE DATABASE "${database}" OWNER "${user}";
ALTER DATABASE "${database}" OWNER TO "${user}";
`;
}
