import type { GivenSettings } from "..";
import type { CONDITIONS } from "./depends-on";

type Condition = (typeof CONDITIONS)[number];

/** What each part of a stack waits for, by name: services, and the app. */
export type Waits = Readonly<Record<string, Readonly<Record<string, Condition>>>>;

/** What a stack file says of its order. */
type Written = Pick<GivenSettings, "services" | "app">;

export const APP = "app";

/**
 * What every part waits for. Unless it is told otherwise the app waits for each service that does not itself
 * wait for the app, or for one of its processes.
 */
export function waitsOf(written: Written): Waits {
  const processes = processesOf(written);
  const services = Object.fromEntries(
    Object.entries(written.services ?? {}).map(([name, service]) => [
      name,
      service.depends_on ?? {},
    ]),
  );
  const late = (name: string) => reaches(services, name, [APP, ...processes]);
  const early = Object.keys(services).filter((name) => !late(name));
  const byDefault = Object.fromEntries(early.map((name) => [name, "service_started" as const]));
  const app = written.app?.dependsOn ?? byDefault;
  // Processes run from the app's image, and start when it may.
  const ofProcesses = Object.fromEntries(processes.map((name) => [name, app]));
  return { ...services, ...ofProcesses, [APP]: app };
}

/** Names of the app's processes. */
export const processesOf = ({ app }: Pick<Written, "app">): string[] =>
  Object.keys(Reflect.get(app ?? {}, "processes") ?? {});

/** Whether a part waits for one of the targets, be it through others. */
function reaches(waits: Waits, from: string, targets: readonly string[]): boolean {
  const seen = new Set<string>();
  const walk = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    const next = Object.keys(waits[name] ?? {});
    return next.some((one) => targets.includes(one) || walk(one));
  };
  return walk(from);
}

/** Parts that wait for one another, the first one again at the end; undefined where there are none. */
export function circleIn(waits: Waits): string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): string[] | undefined => {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    if (done.has(name)) return undefined;
    for (const next of Object.keys(waits[name] ?? {})) {
      const circle = walk(next, [...path, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(waits)) {
    const circle = walk(name, []);
    if (circle) return circle;
  }
  return undefined;
}

/** Services that somebody waits for the end of: they are jobs. */
export const endingOf = (waits: Waits): ReadonlySet<string> =>
  new Set(
    Object.values(waits).flatMap((needs) =>
      Object.entries(needs)
        .filter(([, condition]) => condition === "service_completed_successfully")
        .map(([name]) => name),
    ),
  );
