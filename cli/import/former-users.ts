import { type DatabaseEngineName, databaseEngine } from "../../components/databases";
import { envEntries } from "../../shared/env-lines";

export interface FormerUser {
  name: string;
  password: string;
}

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
  const variables = envEntries(env);
  const found = (pattern: RegExp) => variables.find(([name]) => pattern.test(name));
  const { passwords } = databaseEngine(engine).images;
  const users = passwords.map(async ({ password: pattern, of, usually }) => {
    const name = typeof of === "string" ? of : (found(of)?.[1] ?? usually);
    const [variable, value] = found(pattern) ?? [];
    const password = variable?.endsWith("_FILE") ? await read(value ?? "") : value;
    return name && password ? [{ name, password }] : [];
  });
  return (await Promise.all(users)).flat();
}
