import type { DatabaseEngineName } from "../../components/databases";

export interface FormerUser {
  name: string;
  password: string;
}

/** Variables of the official images, by what they name: a user, or a fixed one, and a password. */
const USERS: Readonly<
  Record<DatabaseEngineName, readonly (readonly [user: RegExp | string, password: RegExp])[]>
> = {
  mysql: [
    [/^MYSQL_USER$/, /^MYSQL_PASSWORD(_FILE)?$/],
    ["root", /^MYSQL_ROOT_PASSWORD(_FILE)?$/],
  ],
  mariadb: [
    [/^(MYSQL|MARIADB)_USER$/, /^(MYSQL|MARIADB)_PASSWORD(_FILE)?$/],
    ["root", /^(MYSQL|MARIADB)_ROOT_PASSWORD(_FILE)?$/],
  ],
  postgres: [[/^POSTGRES_USER$/, /^POSTGRES_PASSWORD(_FILE)?$/]],
  redis: [],
};

/** The superuser that an image makes where nothing else is said. */
const USUAL: Partial<Record<DatabaseEngineName, string>> = { postgres: "postgres" };

/**
 * Users of a server and their passwords, by its container's environment.
 *
 * @param read the text of one of the container's files.
 */
export async function formerUsers(
  engine: DatabaseEngineName,
  env: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<FormerUser[]> {
  const variables = env.map((line) => line.split(/=(.*)/s) as [string, string]);
  const found = (pattern: RegExp) => variables.find(([name]) => pattern.test(name));
  const users = USERS[engine].map(async ([user, pattern]) => {
    const name = typeof user === "string" ? user : (found(user)?.[1] ?? USUAL[engine]);
    const [variable, value] = found(pattern) ?? [];
    const password = variable?.endsWith("_FILE") ? await read(value ?? "") : value;
    return name && password ? [{ name, password }] : [];
  });
  return (await Promise.all(users)).flat();
}
