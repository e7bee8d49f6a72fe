import { nodeOf, type Server, serverOf, type Target, volumeOf } from "../../../backup/places";
import { VOLUME } from "../../../components/backup/kinds";
import { MAIN_ROLE } from "../../../components/databases";
import { nameOf } from "../../../components/labels";
import { UserError } from "../../../shared/errors";
import type { StackPlace } from "../../stack/stack-place";

/** What a backup is made of, or restored to. */
export const targetIn = (place: StackPlace): Promise<Target> =>
  place.volume === undefined ? serverIn(place) : volumeIn(place);

/** What a restore replaces, and for a volume what it does to those who use it. */
export const targetWords = (of: Target, place: StackPlace): string =>
  of.engine === VOLUME
    ? `the volume ${of.volume}, with a short stop of what uses it,`
    : `the ${of.engine} database ${of.database || nameOf(place.id, place.database ?? MAIN_ROLE)}`;

async function serverIn(place: StackPlace): Promise<Server> {
  const server = await serverOf(place);
  if (server) return server;
  const { stack } = place.id;
  const node = await nodeOf(place, place.database ?? MAIN_ROLE);
  const other = place.host.from === "the setting host" ? "the setting host" : "DOCKER_HOST";
  throw new UserError(
    node
      ? `the database of the stack ${stack} runs on the node ${node}, and this is ${place.host.address} (${place.host.from}); backups are made and restored where the database runs: point ${other} at the engine of ${node} for that`
      : `no database of the stack ${stack} runs; start it: ./pulumiw up --stack ${stack}`,
  );
}

/** The app's volume that is meant, as the engine has it. */
async function volumeIn(place: StackPlace) {
  const found = await volumeOf(place, place.python);
  if (found) return found;
  const name = nameOf(place.id, place.volume ?? "");
  throw new UserError(
    `there is no volume ${name} on ${place.host.address}, or no image with Python that could read it; make it: ./pulumiw up --stack ${place.id.stack}`,
  );
}
