import { readFileSync } from "node:fs";
import { databaseEngine } from "../components/databases";
import { MAIN_ROLE } from "../components/databases/connection";
import { dataRole } from "../components/databases/server";
import { nameOf } from "../components/labels";
import { configFileOf, type DatabaseSettings, type Settings } from "../settings";
import type { TriedServer, TriedServers } from "./checks/tried-servers";

/** The lines of a database's configuration: what is given, or what the file has that it names. */
export function configLinesOf(config: string): string {
  const file = configFileOf(config);
  return file === undefined ? config : readFileSync(file, "utf8");
}

/**
 * The settings with the lines of `database.config` in the place of the file that has them, which a look
 * ahead has found well.
 */
export function withConfigLines(settings: Settings): Settings {
  const databases = Object.fromEntries(
    Object.entries(settings.databases).map(([role, database]) => {
      const { config } = database;
      const lines = config === undefined ? undefined : configLinesOf(config);
      return [role, { ...database, config: lines }];
    }),
  );
  return { ...settings, databases, database: databases[MAIN_ROLE] };
}

/** What is tried of the servers beside the app, whose configuration is given as lines. */
export function triedServersOf(settings: Settings): TriedServers {
  const { app, databases, images, rollout, replicas, platform } = settings;
  const isBehindCaddy =
    rollout === "rolling" ||
    (replicas > 1 && platform === "docker") ||
    app.healthFrom === "network";
  const caddy = isBehindCaddy ? [{ key: "images.caddy", reference: images.caddy }] : [];
  const ofJobs = Object.entries(settings.jobs).flatMap(([name, { image }]) =>
    image === undefined ? [] : { key: `jobs.${name}.image`, reference: image },
  );
  const servers = Object.values(databases).map((database) => serverOf(database, settings));
  const pulls = servers.map(({ key, image }) => ({ key, reference: image }));
  return { pulls: [...pulls, ...caddy, ...ofJobs], servers };
}

/** The volume of a database's data. */
export const dataVolumeOf = (
  { volume, engine, role }: DatabaseSettings,
  { project, stack }: Pick<Settings, "project" | "stack">,
): string => volume ?? nameOf({ project, stack }, dataRole(engine, role));

function serverOf(database: DatabaseSettings, { project, stack, images }: Settings): TriedServer {
  const { role, engine, image, config, name } = database;
  const key = image === images[engine] ? `images.${engine}` : `${database.key}.image`;
  const volume = nameOf({ project, stack }, `${engine}-config`);
  const { formerFolder: folder } = databaseEngine(engine).config;
  const isOld = role === MAIN_ROLE && folder !== undefined;
  return {
    ...{ key, place: database.key, role, engine, image, name, volume: database.volume },
    data: dataVolumeOf(database, { project, stack }),
    former: isOld ? { volume, folder, image, config } : undefined,
    config:
      config === undefined
        ? undefined
        : { key: `${database.key}.config`, role, engine, image, config },
  };
}
