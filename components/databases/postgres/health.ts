import type * as pulumi from "@pulumi/pulumi";
import { AT_FIRST_START } from "../../health-checks";
import { SECRETS_FOLDER } from "../../secrets-folder";
import type { Login } from "../login";
import { FIRST_START } from "./start-script";

/** A password file, as libpq reads it. */
export const passwordFile = ({ user, password }: Login): pulumi.Output<string> =>
  password.apply((secret) => `*:*:*:${user}:${secret}\n`);

/** What a server says whose connections are all in use: https://www.postgresql.org/docs/current/errcodes-appendix.html, 53300. */
const FULL = ["*'remaining connection slots are reserved'*", "*'too many clients already'*"];

/**
 * Logs in as the app does, over TCP: the first start's temporary server answers on its socket only. The
 * first login that works ends the first start. A server that has as many connections as it may have is
 * well: a restart would end them all.
 */
export function healthTest({ user, database }: Login): string[] {
  const login = `PGPASSFILE=${SECRETS_FOLDER}/pgpass psql --no-psqlrc --no-password --host=127.0.0.1`;
  const lines = [
    `if said=$(${login} --username=${user} --dbname=${database} --command='SELECT 1' 2>&1); then rm -f ${FIRST_START}; exit $?; fi`,
    'echo "$said"',
    `case $said in ${FULL.join(" | ")}) exit 0 ;; esac`,
    `if [ -e ${FIRST_START} ]; then echo '${AT_FIRST_START}'; fi`,
    "exit 1",
  ];
  return ["CMD-SHELL", lines.join("\n")];
}
