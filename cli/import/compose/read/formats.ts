import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposeProject, ComposeService } from "./model";
import type { Key } from "./places";
import { composeError, shown } from "./problem";

interface Format {
  /** Below a service. */
  path: readonly string[];
  is(value: unknown): boolean;
  accepted: string;
}

const isTime = (value: unknown) =>
  /^(\d+|(\d+(\.\d+)?(h|ms|m|s|us|µs|ns|d|w))+)$/.test(String(value));
const isSize = (value: unknown) => /^\d+(\.\d+)?\s*[kmgt]?i?b?$/i.test(String(value));
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
const at = (path: string) => path.split(".");

const TIMES = ["stop_grace_period", "interval", "timeout", "start_period", "start_interval"].map(
  (key, index): Format => ({
    path: index === 0 ? [key] : ["healthcheck", key],
    is: isTime,
    accepted: "a time such as 1m30s or 500ms",
  }),
);
const SIZES = ["mem_limit", "mem_reservation", "shm_size", "deploy.resources.limits.memory"].map(
  (key): Format => ({ path: at(key), is: isSize, accepted: "a size such as 512m or 2gb" }),
);
const COUNTS = ["scale", "deploy.replicas"].map(
  (key): Format => ({ path: at(key), is: isCount, accepted: "a whole number from 0 on" }),
);

/** What the published schema takes as any text or number, and Docker refuses. */
const FORMATS: readonly Format[] = [
  ...TIMES,
  ...SIZES,
  ...COUNTS,
  { path: ["cpus"], is: (value) => Number(value) >= 0, accepted: "a number from 0 on" },
  {
    path: ["image"],
    is: (value) => /^\S+$/.test(String(value)),
    accepted: "the name of an image, such as nginx:1.30",
  },
  {
    path: ["restart"],
    is: (value) => /^(no|always|unless-stopped|on-failure(:\d+)?)$/.test(String(value)),
    accepted: "no, always, unless-stopped, on-failure or on-failure:COUNT",
  },
];

/** @throws UserError with file, line and key. */
export function refuseFormats({ services, places }: ComposeProject): void {
  for (const [name, service] of Object.entries(services)) {
    const fail = (path: readonly Key[], text: string): never => {
      throw composeError(places.along(service, path), ["services", name, ...path], text);
    };
    for (const { path, is, accepted } of FORMATS) {
      const value = valueAt(service, path);
      if (value === undefined || value === null || is(value)) continue;
      fail(path, `given ${shown(value)}; accepted: ${accepted}`);
    }
    portsHaveTargets(service, fail);
  }
}

const valueAt = (service: ComposeService, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Mapping | null | undefined)?.[key], service);

function portsHaveTargets(
  { ports = [] }: ComposeService,
  fail: (path: readonly Key[], text: string) => never,
): void {
  for (const [index, { target }] of ports.entries()) {
    if (Number.isInteger(target) && target > 0 && target < 65_536) continue;
    fail(["ports", index], "given no port of the container; accepted: target, from 1 to 65535");
  }
}
