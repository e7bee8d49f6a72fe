import type { PlannedStep } from "../../shared/planned-step";
import { type Change, changesOf, databaseTypes, roleOf, typeOf, typesOf } from "./parts";
import { volumeImpacts } from "./volumes";

/** What a change does to who uses the stack. */
export type Effect = "nothing" | "downtime" | "data-loss";

/** One change that a plan makes, and what will be felt of it. */
export interface Impact {
  /** A role of the stack, such as `app` or `database`, or a volume. */
  part: string;
  /** What is done, such as `replaced (envs)`. */
  change: string;
  /** What people notice. */
  felt: string;
  effect: Effect;
}

const CONTAINER = "docker:index/container:Container";
const SERVICE = "docker:index/service:Service";
const NETWORK = "docker:index/network:Network";

const PROXIES = new Set(["edge", "balancer"]);

/** Whether a new version of the app takes over while the old one serves. Pure. */
export const isRollout = (steps: readonly PlannedStep[]): boolean =>
  impactsOf(steps).some(
    ({ part, change, effect }) =>
      part === "app" && change.startsWith("replaced") && effect === "nothing",
  );

/** What will be felt of a plan, part by part; nothing of what nobody could notice. Pure. */
export function impactsOf(steps: readonly PlannedStep[]): Impact[] {
  const changes = changesOf(steps);
  const databases = databaseTypes(steps);
  return [
    ...changes.filter(({ urn }) => typeOf(urn) === NETWORK).flatMap(networkImpact),
    ...changes.filter(isReleaseRun).flatMap(releaseImpact),
    ...runningImpacts(changes, databases),
    ...volumeImpacts(changes),
  ];
}

function networkImpact({ urn, kind, diffs }: Change): Impact[] {
  if (kind !== "replace") return [];
  const name = urn.split("::").at(-1) ?? "";
  const felt = "everything on it restarts, and is away until then";
  return [{ part: name, change: inWords("replaced", diffs), felt, effect: "downtime" }];
}

const WEB_APP = "berth:docker:WebApp";

/** The run of an app's release command; its container may be made anew without a run. */
const isReleaseRun = ({ urn }: Change): boolean =>
  typesOf(urn).at(-2) === WEB_APP && /:(?:JobRun|ServiceRun)$/.test(typeOf(urn));

function releaseImpact({ kind }: Change): Impact[] {
  if (kind === "delete") return [];
  const felt = "it runs to its end before anything of the new version starts";
  return [{ part: RELEASE, change: "runs", felt, effect: "nothing" }];
}

const RELEASE = "release";

/** Containers and services by their roles: an app may have several. */
function runningImpacts(changes: readonly Change[], databases: ReadonlySet<string>): Impact[] {
  const byRole = new Map<string, Change[]>();
  for (const change of changes) {
    const role = roleOf(change);
    if (![CONTAINER, SERVICE].includes(typeOf(change.urn)) || role === undefined) continue;
    if (role === RELEASE && typesOf(change.urn).at(-2) === WEB_APP) continue;
    byRole.set(role, [...(byRole.get(role) ?? []), change]);
  }
  return [...byRole].map(([role, own]) => runningImpact(role, own, kindOf(role, own, databases)));
}

type PartKind = "app" | "proxy" | "database" | "process" | "job" | "other";

function kindOf(role: string, [first]: Change[], databases: ReadonlySet<string>): PartKind {
  const component = typesOf(first?.urn ?? "").at(-2) ?? "";
  if (PROXIES.has(role)) return "proxy";
  if (databases.has(component)) return "database";
  if (component === "berth:docker:Job") return "job";
  if (component === "berth:docker:Process") return "process";
  return role === "app" ? "app" : "other";
}

function runningImpact(role: string, changes: readonly Change[], kind: PartKind): Impact {
  const diffs = [...new Set(changes.flatMap((change) => change.diffs))];
  const is = (wanted: Change["kind"]) => changes.some((change) => change.kind === wanted);
  const part = role;
  if (kind === "job")
    return { part, change: "runs", felt: "it runs to its end", effect: "nothing" };
  const stops = changes.some(stopsFirst);
  if (stops) {
    const change = inWords(is("update") ? "updated, stop-first" : "replaced, stop-first", diffs);
    return { part, change, felt: AWAY[kind], effect: kind === "process" ? "nothing" : "downtime" };
  }
  if (is("replace")) {
    const felt = "nothing: the new one is healthy before the old one goes";
    return { part, change: inWords("replaced", diffs), felt, effect: "nothing" };
  }
  if (is("create")) return { part, change: "started", felt: "nothing", effect: "nothing" };
  if (is("update")) {
    return { part, change: inWords("changed in place", diffs), felt: "nothing", effect: "nothing" };
  }
  return removal(part, kind);
}

/** A replacement that stops first, or an update of a Swarm that does. */
function stopsFirst({ urn, kind, isStopFirst, diffs, new: aim }: Change): boolean {
  if (kind !== "update" || typeOf(urn) !== SERVICE) return isStopFirst;
  const { updateConfig } = aim?.inputs ?? {};
  const order = (updateConfig as { order?: unknown } | undefined)?.order;
  return order !== "start-first" && diffs.some((name) => name.startsWith("taskSpec"));
}

const AWAY: Readonly<Record<Exclude<PartKind, "job">, string>> = {
  app: "the app is away until the new one has started",
  proxy: "the port is closed for about 1 s",
  database: "the database is away while it restarts, for about 3 s",
  process: "its work waits until the new one has started",
  other: "it is away until the new one has started",
};

const removal = (part: string, kind: PartKind): Impact => ({
  part,
  change: "removed",
  felt: kind === "other" ? "it is gone" : GONE[kind],
  effect: kind === "job" || kind === "process" ? "nothing" : "downtime",
});

const GONE: Readonly<Record<Exclude<PartKind, "other">, string>> = {
  app: "the app is gone",
  proxy: "the port is closed",
  database: "the database is gone; what becomes of its data is said below",
  process: "its work is not done any more",
  job: "nothing",
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
