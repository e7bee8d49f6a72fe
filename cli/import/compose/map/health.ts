import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposeService } from "../read/model";
import type { Ledger } from "./plan";
import { defined, seconds } from "./values";

interface Check {
  test?: readonly string[];
  disable?: boolean;
}

/** The command of a health check as a list of words or a line; undefined where there is none. */
export function healthCommandOf({ healthcheck }: ComposeService): string | string[] | undefined {
  const { test = [], disable } = (healthcheck ?? {}) as Check;
  const [kind, ...words] = test;
  if (disable || kind === undefined || kind === "NONE" || words.length === 0) return undefined;
  return kind === "CMD-SHELL" ? words.join(" ") : words;
}

/** The keys of `app` that a health check becomes. */
export function appHealth(name: string, service: ComposeService, ledger: Ledger): Mapping {
  const healthCommand = healthCommandOf(service);
  const check = (service.healthcheck ?? {}) as Mapping;
  if (healthCommand === undefined) {
    if (service.healthcheck)
      ledger.left(
        name,
        "healthcheck",
        "app.healthPath is asked for in its place: each app has a health check",
      );
    return { healthPath: "/" };
  }
  ledger.carried(name, "healthcheck", "app.healthCommand");
  const times = (
    [
      ["interval", "healthInterval", 3600],
      ["timeout", "healthTimeout", 600],
      ["start_period", "startPeriod", 3600],
    ] as const
  ).map(([from, to, most]) => [
    to,
    check[from] === undefined ? undefined : within(seconds(check[from]), most),
  ]);
  const retries = check.retries === undefined ? undefined : within(Number(check.retries), 100);
  return defined({ healthCommand, ...Object.fromEntries(times), healthRetries: retries });
}

const within = (value: number | undefined, most: number) =>
  value === undefined ? undefined : Math.min(Math.max(value, 1), most);
