import * as pulumi from "@pulumi/pulumi";
import { databaseEngine } from "../components/databases";
import type { FormerArgs } from "../components/databases/server";
import { UPGRADES } from "../components/databases/upgrade-scripts";
import { formerVolumeOf, majorInName } from "../components/databases/versions";
import type { Settings } from "../settings";
import { isPreview } from "../shared/preview";
import type { State } from "./checks/recorded";
import type { FoundUpgrade } from "./checks/server-image";
import { dataVolumeOf } from "./server-config";
import type { Target } from "./target";

type Upgrades = Readonly<Record<string, FoundUpgrade>>;

/**
 * Volumes with the data of a volume as former major versions had it.
 *
 * @param removed whether those count too that the state alone has, as they were removed.
 */
export function formersOf(
  data: string,
  removed: boolean,
  known: ReadonlySet<string>,
  state: State,
): string[] {
  const recorded = (state ?? []).flatMap(({ type, outputs }) =>
    type.endsWith(":FormerData") && typeof outputs.volume === "string" ? outputs.volume : [],
  );
  const names = [...known, ...(removed ? recorded : [])].filter(
    (name) => majorInName(data, name) !== undefined,
  );
  return [...new Set(names)].sort();
}

/** What each database has of former versions, with the one that an upgrade is about to make. */
export function formersIn(
  settings: Settings,
  target: Pick<Target, "formersOf">,
  upgrades: Upgrades,
): Record<string, readonly FormerArgs[]> {
  const entries = Object.values(settings.databases).map((database) => {
    const { role, engine, formerVolume } = database;
    const data = dataVolumeOf(database, settings);
    const made = upgradeOf(engine, data, upgrades[role]);
    const remove = formerVolume === "remove";
    const others = target.formersOf(data, remove).filter((volume) => volume !== made?.volume);
    return [
      role,
      [...others.map((volume) => ({ volume, remove })), ...(made ? [made] : [])],
    ] as const;
  });
  return Object.fromEntries(entries.filter(([, formers]) => formers.length > 0));
}

function upgradeOf(
  engine: Settings["databases"][string]["engine"],
  data: string,
  found: FoundUpgrade | undefined,
): FormerArgs | undefined {
  if (!found || !(engine in UPGRADES)) return undefined;
  const { product, user, versions } = databaseEngine(engine);
  const of = { product, user, folder: versions.folder, engine: engine as keyof typeof UPGRADES };
  // Whoever asks for its removal has not seen it yet.
  return {
    volume: formerVolumeOf(data, found.from),
    remove: false,
    upgrade: { ...of, ...found },
  };
}

/** Says in a preview what an upgrade will do; the `up` says what it does. */
export function sayUpgrades(settings: Settings, upgrades: Upgrades): void {
  if (!isPreview()) return;
  for (const [role, { from, to }] of Object.entries(upgrades)) {
    const database = settings.databases[role];
    if (!database) continue;
    const former = formerVolumeOf(dataVolumeOf(database, settings), from);
    pulumi.log.info(
      `${database.key}: ${databaseEngine(database.engine).product} ${from} -> ${to}: dump, load beside, check, swap; the database is away meanwhile; the volume ${former} keeps the data as it is now`,
    );
  }
}
