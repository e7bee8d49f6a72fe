import { type DatabaseEngineName, databaseEngine } from "../../../../components/databases";
import type { Mapping } from "../../../../shared/yaml-file";
import { formerVolume } from "../../former";
import type { ComposeService } from "../read/model";
import { databaseImage } from "./images";
import type { Surroundings } from "./surroundings";
import { partName } from "./values";

/** What is known of a database by then. */
interface Entry {
  engine: DatabaseEngineName;
  /** Its settings; a name is added where the data has one. */
  entry: Mapping;
}

/** The volume whose data a database takes over; undefined for a new one. Says what becomes of each mount. */
export function databaseVolume(
  name: string,
  service: ComposeService,
  found: Entry,
  { project, ledger, former }: Surroundings,
): string | undefined {
  const to = `databases.${partName(name)}`;
  const { images } = databaseEngine(found.engine);
  const isData = (folder: string) => images.data.test(folder);
  const mounts = service.volumes ?? [];
  const data = mounts.find(({ type, target }) => type === "volume" && isData(target));
  const declared = data?.source && (project.volumes[data.source]?.name ?? data.source);
  const volume = former && formerVolume(former, name, isData, declared);
  const reason = volume && whyNot(service, found);
  const taken = reason === undefined ? volume : undefined;
  for (const [index, { type, source, target }] of mounts.entries()) {
    const at = `volumes[${index}]`;
    if (isData(target) && taken !== undefined) {
      ledger.carried(name, at, `${to}.volume`, `${taken}, its data is used where it is`);
    } else if (isData(target) && reason !== undefined) {
      ledger.left(name, at, `${volume} is not taken over: ${reason}`);
    } else if (isData(target) && type === "volume" && source !== undefined) {
      ledger.carried(
        name,
        at,
        to,
        `a new volume; the data that is there is in ${declared}: carry it over by a dump, or take it over with --adopt`,
      );
    } else if (isData(target)) {
      ledger.left(
        name,
        at,
        `its data is in a volume of the stack; carry ${source ?? "it"} over by a dump`,
      );
    } else if (target.startsWith("/docker-entrypoint-initdb.d")) {
      ledger.left(name, at, "scripts of the first start: run them once, with ./pulumiw db");
    } else {
      ledger.left(
        name,
        at,
        `a database mounts nothing but its data; write what is in ${target} in ${to}.config`,
      );
    }
  }
  if (taken !== undefined && data === undefined) {
    ledger.carried(name, "volume", `${to}.volume`, `${taken}, its data is used where it is`);
  }
  if (former && taken === undefined) ledger.staying.add(name);
  if (taken !== undefined) nameOfData(service, found);
  return taken;
}

/** Some servers call a database like its user where nothing else is said. */
function nameOfData({ environment = {} }: ComposeService, { engine, entry }: Entry): void {
  const { databaseLikeUser: variables } = databaseEngine(engine).images;
  if (!variables || entry.name !== undefined) return;
  const user = environment[variables.user];
  if (environment[variables.database] === undefined && entry.user === user) entry.name = user;
}

/** Why a database's data cannot be used where it is. */
function whyNot(service: ComposeService, { engine, entry }: Entry): string | undefined {
  const { image = "", environment = {} } = service;
  const dump = "carry it over by a dump; its container is left as it is";
  if (databaseImage(image)?.note?.includes("another place")) {
    return `${image} has its data in another form than the official image; ${dump}`;
  }
  const { names, takeOver, images } = databaseEngine(engine);
  if (takeOver.sortsAsSystem && image.includes("alpine")) {
    return `text is sorted in another way by images on Alpine, and their user has another number; ${dump}`;
  }
  if ("none" in names || entry.name !== undefined) return undefined;
  const variables = images.databaseLikeUser;
  const isNamedByUser = variables && environment[variables.database] === undefined;
  if (isNamedByUser && entry.user !== undefined) return undefined;
  return `its variables do not say which database is the app's, or one that the server keeps for itself; ${dump}, or name it: databases.NAME.name and databases.NAME.volume`;
}
