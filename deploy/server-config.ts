import { readFileSync } from "node:fs";
import { databaseEngine } from "../components/databases";
import { nameOf } from "../components/labels";
import { configFileOf, type Settings } from "../settings";
import type { TriedServers } from "./checks/try-servers";

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
  const { database } = settings;
  if (database?.config === undefined) return settings;
  return { ...settings, database: { ...database, config: configLinesOf(database.config) } };
}

/** What is tried of the servers beside the app, whose configuration is given as lines. */
export function triedServersOf(settings: Settings): TriedServers {
  const { project, stack, app, database, images, rollout, replicas, platform } = settings;
  const isBehindCaddy =
    rollout === "rolling" ||
    (replicas > 1 && platform === "docker") ||
    app.healthFrom === "network";
  const caddy = isBehindCaddy ? [{ key: "images.caddy", reference: images.caddy }] : [];
  if (!database) return { pulls: caddy };
  const { engine, image, config } = database;
  const key = image === images[engine] ? `images.${engine}` : "database.image";
  const volume = nameOf({ project, stack }, `${engine}-config`);
  const { formerFolder: folder } = databaseEngine(engine).config;
  return {
    pulls: [{ key, reference: image }, ...caddy],
    server: { key, engine, image },
    former: folder === undefined ? undefined : { volume, folder, image, config },
    config: config === undefined ? undefined : { engine, image, config },
  };
}
