import { databaseEngine } from "../components/databases";
import type { FormerContainersArgs } from "../components/platforms/docker/former-containers";
import type { Settings } from "../settings";
import { type Adopted, wayBackOf } from "./checks/adopted";

/** What the stack takes over: containers that it stops, and volumes whose data has to be made ready. */
export function formerOf(
  { stack, databases }: Settings,
  host: string,
  waves: Adopted["waves"] = { data: [], app: [], rest: [] },
): FormerContainersArgs | undefined {
  const prepare = Object.values(databases).flatMap(({ engine, image, volume, name, user }) => {
    const { takeOver, user: uid } = databaseEngine(engine);
    if (volume === undefined || !takeOver.prepare) return [];
    const env = { DATABASE: name, USER_NAME: user };
    return { ...takeOver.prepare, volume, image, user: uid, env };
  });
  if (prepare.length === 0 && Object.values(waves).flat().length === 0) return undefined;
  return { host, waves, prepare, wayBack: wayBackOf(stack) };
}
