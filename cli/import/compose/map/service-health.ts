import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposeService } from "../read/model";
import type { Ledger } from "./plan";
import { defined, seconds } from "./values";

/** The health check of a service, in the same words; undefined where it has none of its own. */
export function healthcheckOf(
  name: string,
  { healthcheck }: ComposeService,
  to: string,
  ledger: Ledger,
): Mapping | undefined {
  if (healthcheck === undefined) return undefined;
  const { test, disable, retries, ...times } = healthcheck as Mapping;
  ledger.carried(name, "healthcheck", `${to}.healthcheck`);
  const given = ["interval", "timeout", "start_period"].map((key) => [
    key,
    times[key] === undefined ? undefined : seconds(times[key]),
  ]);
  const isOff = disable === true || (Array.isArray(test) && test[0] === "NONE");
  if (isOff) return { disable: true };
  return defined({ test, retries, ...Object.fromEntries(given) });
}
