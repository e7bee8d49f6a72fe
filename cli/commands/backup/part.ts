import type { Part } from "../../../backup/part";
import { type BackupPlace, databasesOn, volumesOn } from "../../../backup/places";
import { VOLUME } from "../../../components/backup/kinds";
import { MAIN_ROLE } from "../../../components/databases";
import { nameOf } from "../../../components/labels";
import { orMissing } from "../../../docker/missing";
import { UserError } from "../../../shared/errors";
import type { StackPlace } from "../../stack/stack-place";

/** What of a stack has backups: its databases and volumes, by their names. */
interface Parts {
  databases: string[];
  volumes: string[];
}

const partsOn = async (place: BackupPlace): Promise<Parts> => ({
  databases: await databasesOn(place),
  volumes: await volumesOn(place),
});

/**
 * The place of what is meant: what is named, `database`, or the only one.
 *
 * @param backup the name of a backup, which says whether it is a volume's.
 */
export async function withPart(
  place: StackPlace,
  named: Part,
  backup?: string,
): Promise<StackPlace> {
  const parts = await partsOn(place);
  if (isNamed(named)) return { ...place, ...(await known(place, parts, named)) };
  const ofVolume = backup?.includes(`.${VOLUME}.`) ?? false;
  const databases = ofVolume ? [] : parts.databases;
  if (databases.includes(MAIN_ROLE)) return place;
  const volumes = databases.length > 0 ? [] : parts.volumes;
  const [only] = [...databases, ...volumes];
  if (only === undefined) return place;
  if (databases.length === 1) return { ...place, database: only };
  if (volumes.length === 1) return { ...place, volume: only };
  const [what, flag] = databases.length > 0 ? ["databases", "database"] : ["volumes", "volume"];
  throw new UserError(
    `the stack ${place.id.stack} has the ${what} ${[...databases, ...volumes].join(", ")}; say which one is meant: --${flag} ${only}`,
  );
}

/** What a command is for where it may be for all of them. */
export async function partsFor(place: StackPlace, named: Part): Promise<Part[]> {
  const parts = await partsOn(place);
  if (isNamed(named)) return [await known(place, parts, named)];
  const all = [
    ...parts.databases.map((database) => ({ database })),
    ...parts.volumes.map((volume) => ({ volume })),
  ];
  return all.length > 0 ? all : [{ database: MAIN_ROLE }];
}

const isNamed = ({ database, volume }: Part) => database !== undefined || volume !== undefined;

async function known(place: StackPlace, parts: Parts, named: Part): Promise<Part> {
  const { database, volume } = named;
  const list = (names: readonly string[]) => names.join(", ") || "none";
  const where = `the stack ${place.id.stack} has no`;
  if (database !== undefined) {
    if (parts.databases.includes(database)) return { database };
    throw new UserError(
      `${where} database ${database} on ${place.host.address}; it has ${list(parts.databases)}`,
    );
  }
  if (volume !== undefined && (parts.volumes.includes(volume) || (await isThere(place, volume)))) {
    return { volume };
  }
  throw new UserError(
    `${where} volume ${volume} on ${place.host.address}; those with backups: ${list(parts.volumes)}`,
  );
}

/** Volumes of databases, backups and secrets, whose files are no backup of what they hold. */
const OF_BERTH = /^(?:backups?|routes|certificates)$|-(?:data|secrets|state|backups)$/;

/** One without backups can be copied into a file, too. */
async function isThere(place: StackPlace, volume: string): Promise<boolean> {
  if (OF_BERTH.test(volume)) return false;
  return (
    (await orMissing(place.docker.getVolume(nameOf(place.id, volume)).inspect())) !== undefined
  );
}

/** How it is named beside its stack, where it is not `database`. */
export function partWords({ database = MAIN_ROLE, volume }: Part): string {
  if (volume !== undefined) return ` of the volume ${volume}`;
  return database === MAIN_ROLE ? "" : ` of the database ${database}`;
}

/** The name of what is meant. */
export const partName = ({ database = MAIN_ROLE, volume }: Part): string => volume ?? database;
