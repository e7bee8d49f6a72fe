import type { PublishedPort } from "../../../shared/ports";
import type { Filled } from "../../language/filled";
import { logsObject } from "../logs";
import { publishedOn } from "../published";
import { stagesInPlaceOf } from "../server/servers";
import { waitsOf } from "../services/order";
import type { Stack } from "../stack";
import { ALIAS_RULES } from "./alias-rules";
import { HEALTH_RULES } from "./health-rules";
import { IDLE_RULES } from "./idle-rules";
import { appNameOf } from "./name";
import { PORT_RULES } from "./port-rules";
import { PROCESS_RULES } from "./process-rules";
import { appObject } from "./schema";
import { SECRET_ENV_RULES } from "./secret-env-rules";
import { SECRET_RULES } from "./secret-rules";
import { USER_RULES } from "./user-rules";
import { VARIABLE_RULES } from "./variable-rules";
import { VOLUME_RULES } from "./volume-rules";

type Given = Filled<typeof appObject>;

type Process = Given["processes"][string];

export interface AppSettings
  extends Omit<
    Given,
    "name" | "target" | "port" | "httpsPort" | "healthHost" | "processes" | "dependsOn"
  > {
  name: string;
  target: string | undefined;
  /** The stages of which the first that the Dockerfile has is taken where no target is set. */
  defaultTargets: readonly string[];
  port: PublishedPort | undefined;
  /** Undefined without a domain. */
  httpsPort: PublishedPort | undefined;
  /** Names of what it waits for. */
  dependsOn: string[];
  /** Whether healthPath is the stack file's word, and not the default. */
  hasOwnHealthPath: boolean;
  /** The header Host of the health check. */
  healthHost: string;
  /** Logs are undefined where they are the stack's. */
  processes: Record<string, Omit<Process, "logs"> & { logs: Process["logs"] | undefined }>;
}

function resolve(stack: Stack): AppSettings {
  const { written, fill } = stack;
  const app = fill(appObject, written.app);
  const defaults = fill(appObject, undefined);
  return {
    ...app,
    name: appNameOf(stack),
    dependsOn: Object.keys(waitsOf(written).app ?? {}),
    target: written.app?.target,
    defaultTargets: stagesInPlaceOf(defaults.target),
    port: publishedLike(defaults.port, app.port),
    httpsPort:
      written.domain === undefined ? undefined : publishedLike(defaults.httpsPort, app.httpsPort),
    hasOwnHealthPath: written.app?.healthPath !== undefined,
    // An app that serves a domain may answer nobody who asks for another host.
    healthHost: app.healthHost ?? written.domain ?? "127.0.0.1",
    processes: processesOf(stack, app.processes),
  };
}

/** What a process does not say of its logs, the stack does. */
const processesOf = ({ written, fill }: Stack, processes: Given["processes"]) =>
  Object.fromEntries(
    Object.entries(processes).map(([name, process]) => {
      const own = written.app?.processes?.[name]?.logs;
      return [name, { ...process, logs: own && fill(logsObject, { ...written.logs, ...own }) }];
    }),
  );

export const app = {
  schema: appObject.optional(),
  rules: [
    ...SECRET_RULES,
    ...USER_RULES,
    ...PORT_RULES,
    ...HEALTH_RULES,
    ...IDLE_RULES,
    ...VARIABLE_RULES,
    ...VOLUME_RULES,
    ...SECRET_ENV_RULES,
    ...PROCESS_RULES,
    ...ALIAS_RULES,
  ],
  resolve,
};

/** A port on the address of its default, where its setting names none. */
const publishedLike = (byDefault: Given["httpsPort"], given: Given["httpsPort"]) =>
  byDefault &&
  given &&
  publishedOn(byDefault === "none" ? LOOPBACK : (byDefault.address ?? LOOPBACK), given);

const LOOPBACK = "127.0.0.1";
