import { nearest } from "../../../shared/nearest";
import { removeCommand } from "../../language/commands";
import { fileNameOf, type Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";
import { APP, circleIn, processesOf, type Waits, waitsOf } from "./order";
import { otherParts } from "./parts";

export const ORDER_RULES: readonly Rule[] = [
  { reads: ["services", "app", "database", "databases"], check: whatIsWaitedForIsThere },
  { reads: ["services", "app"], check: nobodyWaitsForHimself },
];

/** What people have written, without what follows from it. */
function writtenWaits({ written }: Facts): Waits {
  const services = Object.entries(written.services ?? {}).map(
    ([name, service]) => [name, service.depends_on ?? {}] as const,
  );
  const app = written.app?.dependsOn;
  return { ...Object.fromEntries(services), ...(app && { [APP]: app }) };
}

const pathOf = (name: string) =>
  name === APP ? ["app", "dependsOn"] : ["services", name, "depends_on"];

function whatIsWaitedForIsThere(facts: Facts): readonly Problem[] {
  const others = otherParts(facts);
  const services = Object.keys(facts.settings.services);
  const names = [...services, ...others.keys()];
  return Object.entries(writtenWaits(facts)).flatMap(([waiting, needs]) =>
    Object.entries(needs).flatMap(([name, condition]) => {
      const path = [...pathOf(waiting), name];
      const accepted = names.filter((one) => one !== waiting);
      if (!names.includes(name)) {
        const meant = nearest(name, accepted);
        return {
          path,
          given: `${name}, which the stack does not have`,
          accepted: `${meant ? `${meant} (did you mean this?), or ` : ""}one of ${accepted.join(", ")}`,
          mend: removeOne(facts, path),
        };
      }
      if (others.has(name) && condition === "service_completed_successfully") {
        return {
          path,
          given: `the condition ${condition} of ${others.get(name)}`,
          accepted: "service_started or service_healthy: it does not end",
          mend: `change the condition in ${fileNameOf(facts.given.file)}`,
        };
      }
      return [];
    }),
  );
}

/** An element of a list has no name for a command to remove it by. */
function removeOne({ given }: Facts, path: readonly string[]): string {
  const list = path.slice(0, -1);
  const values = list.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    given.values,
  );
  if (!Array.isArray(values)) return removeCommand(given.file, path);
  return removeCommand(given.file, [...list, values.indexOf(path.at(-1))]);
}

function nobodyWaitsForHimself(facts: Facts): Problem | undefined {
  const { written, given } = facts;
  // A service that is called as another part is told as that.
  if ([APP, ...processesOf(written)].some((name) => Object.hasOwn(written.services ?? {}, name))) {
    return;
  }
  const circle = circleIn(waitsOf(written));
  if (!circle) return;
  const waiting = circle.find((name) => written.services?.[name]?.depends_on) ?? APP;
  return {
    path: pathOf(waiting),
    given: `a circle: ${circle.join(" -> ")}`,
    accepted: "an order in which one of them can start first",
    mend: `take one of them out of depends_on in ${fileNameOf(given.file)}`,
  };
}
