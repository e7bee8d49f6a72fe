import * as pulumi from "@pulumi/pulumi";
import type { Login } from "../login";

/** What a role is marked by whose place another user has taken, as its comment. */
const FORMER = "berth: a former user";

/**
 * Makes the current passwords hold, whatever users the data brings, and gives the app what was its former
 * user's. Runs at every start, in single-user mode, where each line is a statement.
 */
export function usersSql(
  { user, database, password }: Login,
  superuserPassword: pulumi.Output<string>,
  isTakenOver = false,
): pulumi.Output<string> {
  const role = (name: string) =>
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE "${name}"; END IF; END $$;`;
  // Tables stay with whom an earlier setting named; the other way round it would be a circle.
  const inherit = [
    "DO $$ DECLARE former name :=",
    `(SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '${database}');`,
    `BEGIN IF former NOT IN ('${user}', 'postgres') THEN`,
    `EXECUTE format('REVOKE %I FROM %I', '${user}', former);`,
    `EXECUTE format('GRANT %I TO %I', former, '${user}');`,
    ...(isTakenOver ? [] : [`EXECUTE format('COMMENT ON ROLE %I IS %L', former, '${FORMER}');`]),
    "END IF; EXCEPTION WHEN invalid_grant_operation THEN NULL; END $$;",
  ].join(" ");
  const lockOut = [
    "DO $$ DECLARE former name; BEGIN",
    `FOR former IN SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = '${FORMER}'`,
    "LOOP EXECUTE format('ALTER ROLE %I NOLOGIN', former); END LOOP; END $$;",
  ].join(" ");
  return pulumi.interpolate`${role("postgres")}
ALTER ROLE "postgres" SUPERUSER LOGIN PASSWORD '${superuserPassword}';
${role(user)}
COMMENT ON ROLE "${user}" IS NULL;
${lockOut}
ALTER ROLE "${user}" LOGIN PASSWORD '${password}';
CREATE DATABASE "${database}" OWNER "${user}";
${inherit}
ALTER DATABASE "${database}" OWNER TO "${user}";
`;
}
