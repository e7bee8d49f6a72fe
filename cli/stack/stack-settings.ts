import { MAIN_ROLE } from "../../components/databases/connection";
import { declaredValues, type ProjectFile } from "../../shared/project";
import { asMapping, asText, type Mapping } from "../../shared/yaml-file";

/** A database as a stack file has it. */
export interface WrittenDatabase {
  /** What it is called in its stack. */
  role: string;
  /** `none`, or the name of an engine. */
  engine: string;
  image: string | undefined;
}

/** The settings that decide what has to be there before the engine runs. */
export interface StackSettings {
  /** Undefined where the project does not follow Berth's settings, as an example does. */
  mode: string | undefined;
  host: string | undefined;
  /** The host is encrypted, so that only the engine knows it. */
  hostIsSecret: boolean;
  databases: readonly WrittenDatabase[];
  replicas: number;
  /** `rolling` or `recreate`. */
  rollout: string;
  /** The path that the app is asked for, where the stack file says one. */
  healthPath: string | undefined;
  /** Whether the app's image is built: it was not before, and is not one that is pulled. */
  isBuilt: boolean;
  /** Whether the nodes of a Swarm run it. */
  isOnSwarm: boolean;
  /** Where the app is reached by HTTPS. */
  domain: string | undefined;
  /** The file of its certificate, where it is one of somebody's own. */
  certificate: string | undefined;
  /** When the database is backed up; `none` where it is not. */
  backup: string;
  /** Names of the app's volumes. */
  volumes: readonly string[];
  images: Mapping;
}

/**
 * Reads settings without judging them: what is wrong, the program tells better. Pure.
 *
 * @param given values of `--config`, which go before the file's.
 */
export function stackSettings(
  project: Pick<ProjectFile, "name" | "config">,
  stackFile: Mapping,
  given: readonly string[],
): StackSettings {
  const flags = Object.fromEntries(given.map((text) => text.split(/=(.*)/s).slice(0, 2)));
  const all = [declaredValues(project), asMapping(stackFile.config), flags].map((values) =>
    withoutNamespace(values, project.name),
  );
  const settings: Mapping = Object.assign({}, ...all);
  return {
    mode: asText(settings.mode),
    host: asText(settings.host),
    hostIsSecret: "secure" in asMapping(settings.host),
    databases: databasesIn(settings),
    replicas: Number(settings.replicas ?? 1) || 1,
    rollout: asText(settings.rollout) ?? defaultRollout(settings),
    healthPath: asText(asMapping(settings.app).healthPath),
    isBuilt: settings.release === undefined && asMapping(settings.app).image === undefined,
    isOnSwarm: settings.platform === "swarm",
    domain: asText(settings.domain),
    certificate: asText(asMapping(settings.tls).certificate),
    backup: scheduleOf(settings.backup),
    volumes: Object.keys(asMapping(asMapping(settings.app).volumes)),
    images: asMapping(settings.images),
  };
}

/** An object without a schedule means that there is one. */
const scheduleOf = (backup: unknown): string =>
  asText(backup) ??
  (backup === undefined ? "none" : (asText(asMapping(backup).schedule) ?? "daily"));

/** `database`, which is MySQL where nothing is said, and those of `databases`. */
function databasesIn({ database, databases }: Mapping): StackSettings["databases"] {
  const isNamed = database === undefined && databases !== undefined;
  const main = isNamed ? {} : { [MAIN_ROLE]: database ?? "mysql" };
  // `pulumi config set` without --path stores a map as a text.
  const entries = typeof databases === "string" ? parsed(databases) : asMapping(databases);
  return Object.entries({ ...main, ...entries }).map(([role, given]) => ({
    role,
    engine: asText(given) ?? asText(asMapping(given).engine) ?? "none",
    image: asText(asMapping(given).image),
  }));
}

function parsed(text: string): Mapping {
  try {
    return asMapping(JSON.parse(text));
  } catch {
    return {};
  }
}

const defaultRollout = ({ mode, domain }: Mapping) =>
  mode === "prod" || domain !== undefined ? "rolling" : "recreate";

function withoutNamespace(values: Mapping, project: string): Mapping {
  const prefix = `${project}:`;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.startsWith(prefix) ? key.slice(prefix.length) : key,
      value,
    ]),
  );
}
