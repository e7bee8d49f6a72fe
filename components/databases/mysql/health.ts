import type * as pulumi from "@pulumi/pulumi";
import { AT_FIRST_START } from "../../health-checks";
import { SECRETS_FOLDER } from "../../secrets-folder";
import type { Login } from "../login";
import { PORT } from "./connection";
import { FIRST_START } from "./start-script";

/** Login of the health check: over TCP, since the first start's temporary server answers on its socket. */
export function clientConfig({ user, database, password }: Login): pulumi.Output<string> {
  return password.apply(
    (secret) => `[client]
protocol=tcp
host=127.0.0.1
port=${PORT}
user=${user}
password=${secret}

[mysql]
database=${database}

[mariadb]
database=${database}
`,
  );
}

/** Logs in as the app does. The first login that works ends the first start. */
export function healthTest(client: string): string[] {
  const login = `${client} --defaults-extra-file=${SECRETS_FOLDER}/client.cnf`;
  const lines = [
    `if ${login} --batch --execute='SELECT 1'; then rm -f ${FIRST_START}; exit $?; fi`,
    `if [ -e ${FIRST_START} ]; then echo '${AT_FIRST_START}'; fi`,
    "exit 1",
  ];
  return ["CMD-SHELL", lines.join("\n")];
}
