import type { PlannedStep } from "../../shared/planned-step";
import { isSameRun } from "../../shared/same-run";
import type { Effect, Impact } from "./effect";
import { type Change, changesOf, databaseTypes, roleOf, typeOf, typesOf } from "./parts";
import { takeOverImpact } from "./take-overs";
import { upgradeImpact } from "./upgrades";
import { volumeImpacts } from "./volumes";

const CONTAINER = "docker:index/container:Container";
const SERVICE = "docker:index/service:Service";
const NETWORK = "docker:index/network:Network";

const isRunning = ({ urn }: Change): boolean => [CONTAINER, SERVICE].includes(typeOf(urn));

const PROXIES = new Set(["edge", "balancer"]);

/** Whether a new version of the app takes over while the old one serves. Pure. */
export function isRollout(steps: readonly PlannedStep[]): boolean {
  const ofTheApp = changesOf(steps).filter((one) => isRunning(one) && roleOf(one) === "app");
  return ofTheApp.some(({ kind }) => kind === "replace") && !ofTheApp.some(stopsFirst);
}

/** What will be felt of a plan, part by part; nothing of what nobody could notice. Pure. */
export function impactsOf(steps: readonly PlannedStep[]): Impact[] {
  const changes = changesOf(steps);
  const databases = databaseTypes(steps);
  return [
    ...changes.filter(({ urn }) => typeOf(urn) === NETWORK).flatMap(networkImpact),
    ...changes.flatMap(takeOverImpact),
    ...changes.filter(isReleaseRun).flatMap(releaseImpact),
    ...withUpgrades(runningImpacts(changes, databases), changes),
    ...volumeImpacts(changes),
  ];
}

function networkImpact({ urn, kind, diffs }: Change): Impact[] {
  if (kind !== "replace") return [];
  const name = urn.split("::").at(-1) ?? "";
  const felt = "everything on it restarts, and is away until then";
  return [{ part: name, change: inWords("replaced", diffs), felt, effect: "downtime" }];
}

/** A database that goes to a new major version is away for as long as that takes, not for a restart. */
function withUpgrades(impacts: readonly Impact[], changes: readonly Change[]): Impact[] {
  const upgrades = changes.flatMap(upgradeImpact);
  const upgraded = new Set(upgrades.map(({ part }) => part));
  return [...upgrades, ...impacts.filter(({ part }) => !upgraded.has(part))];
}

const WEB_APP = "berth:docker:WebApp";

/** The run of an app's release command; its container may be made anew without a run. */
const isReleaseRun = ({ urn }: Change): boolean =>
  typesOf(urn).at(-2) === WEB_APP && /:(?:JobRun|ServiceRun)$/.test(typeOf(urn));

function releaseImpact({ kind, old, new: aim }: Change): Impact[] {
  if (kind === "delete") return [];
  if (kind === "update" && isSameRun(old?.inputs ?? {}, aim?.inputs ?? {})) return [];
  const felt = "it runs to its end before anything of the new version starts";
  return [{ part: RELEASE, change: "runs", felt, effect: "nothing" }];
}

const RELEASE = "release";

/** Containers and services by their roles: an app may have several. */
function runningImpacts(changes: readonly Change[], databases: ReadonlySet<string>): Impact[] {
  const byRole = new Map<string, Change[]>();
  for (const change of changes) {
    const role = roleOf(change);
    if (!isRunning(change) || role === undefined) continue;
    if (role === RELEASE && typesOf(change.urn).at(-2) === WEB_APP) continue;
    byRole.set(role, [...(byRole.get(role) ?? []), change]);
  }
  return [...byRole].map(([role, own]) =>
    componentOf(own) === "berth:docker:Job"
      ? jobImpact(role, own)
      : runningImpact(role, own, kindOf(role, own, databases)),
  );
}

const jobImpact = (part: string, changes: readonly Change[]): Impact =>
  changes.every(({ kind }) => kind === "delete")
    ? { part, change: "removed", felt: "nothing", effect: "nothing" }
    : { part, change: "runs", felt: "it runs to its end", effect: "nothing" };

type PartKind = "app" | "proxy" | "database" | "process" | "backup" | "other";

/** The component that containers or services belong to. */
const componentOf = ([first]: readonly Change[]): string => typesOf(first?.urn ?? "").at(-2) ?? "";

function kindOf(role: string, own: Change[], databases: ReadonlySet<string>): PartKind {
  const component = componentOf(own);
  if (PROXIES.has(role)) return "proxy";
  if (databases.has(component)) return "database";
  if (component === "berth:docker:Process") return "process";
  if (component === "berth:docker:Backup") return "backup";
  return role === "app" ? "app" : "other";
}

function runningImpact(role: string, changes: readonly Change[], kind: PartKind): Impact {
  const diffs = [...new Set(changes.flatMap((change) => change.diffs))];
  const is = (wanted: Change["kind"]) => changes.some((change) => change.kind === wanted);
  const impact = (change: string, felt: string, effect: Effect = "nothing"): Impact => ({
    ...{ part: role, change: inWords(change, diffs) },
    ...{ felt, effect },
  });
  const { away, gone, effect } = WITHOUT[kind];
  if (changes.some(stopsFirst)) {
    return impact(is("update") ? "updated, stop-first" : "replaced, stop-first", away, effect);
  }
  if (is("replace")) {
    return impact("replaced", "nothing: the new one is healthy before the old one goes");
  }
  if (is("create")) return { part: role, change: "started", felt: "nothing", effect: "nothing" };
  if (is("update")) return impact("changed in place", "nothing");
  return { part: role, change: "removed", felt: gone, effect };
}

/** A replacement that stops first, or an update of a Swarm that does. */
function stopsFirst({ urn, kind, isStopFirst, diffs, new: aim }: Change): boolean {
  if (kind !== "update" || typeOf(urn) !== SERVICE) return isStopFirst;
  const { updateConfig } = aim?.inputs ?? {};
  const order = (updateConfig as { order?: unknown } | undefined)?.order;
  return order !== "start-first" && diffs.some((name) => name.startsWith("taskSpec"));
}

/** What is felt of a part that stops before the new one is there, and of one that is removed. */
const WITHOUT: Readonly<Record<PartKind, { away: string; gone: string; effect: Effect }>> = {
  app: {
    away: "the app is away until the new one has started",
    gone: "the app is gone",
    effect: "downtime",
  },
  proxy: {
    away: "the port is closed for about 1 s",
    gone: "the port is closed",
    effect: "downtime",
  },
  database: {
    away: "the database is away while it restarts, for about 3 s",
    gone: "the database is gone; what becomes of its data is said below",
    effect: "downtime",
  },
  process: {
    away: "its work waits until the new one has started",
    gone: "its work is not done any more",
    effect: "nothing",
  },
  backup: {
    away: "no backup is made until the new one has started",
    gone: "no backups are made any more",
    effect: "nothing",
  },
  other: {
    away: "it is away until the new one has started",
    gone: "it is gone",
    effect: "downtime",
  },
};

/** A change, with the first of the inputs that differ, in Docker's words. */
function inWords(change: string, diffs: readonly string[]): string {
  if (diffs.length === 0) return change;
  // A label stands for what other inputs do not show, such as the content of files.
  const told = diffs.filter((name) => name !== "labels");
  if (told.length === 0) return `${change} (configuration or secrets)`;
  const more = told.length > 3 ? ", ..." : "";
  return `${change} (${told.slice(0, 3).join(", ")}${more})`;
}
