import type { PublishedPort } from "../../../shared/ports";
import type { Filled } from "../../language/filled";
import { publishedOn } from "../published";
import { stagesInPlaceOf } from "../server/servers";
import type { Stack } from "../stack";
import { HEALTH_RULES } from "./health-rules";
import { IDLE_RULES } from "./idle-rules";
import { appNameOf } from "./name";
import { PORT_RULES } from "./port-rules";
import { appObject } from "./schema";
import { SECRET_RULES } from "./secret-rules";
import { USER_RULES } from "./user-rules";
import { VARIABLE_RULES } from "./variable-rules";
import { VOLUME_RULES } from "./volume-rules";

type Given = Filled<typeof appObject>;

export interface AppSettings
  extends Omit<Given, "name" | "target" | "port" | "httpsPort" | "healthHost"> {
  name: string;
  target: string | undefined;
  /** The stages of which the first that the Dockerfile has is taken where no target is set. */
  defaultTargets: readonly string[];
  port: PublishedPort | undefined;
  /** Undefined without a domain. */
  httpsPort: PublishedPort | undefined;
  /** Whether healthPath is the stack file's word, and not the default. */
  hasOwnHealthPath: boolean;
  /** The header Host of the health check. */
  healthHost: string;
}

function resolve(stack: Stack): AppSettings {
  const { written, fill } = stack;
  const app = fill(appObject, written.app);
  const defaults = fill(appObject, undefined);
  return {
    ...app,
    name: appNameOf(stack),
    target: written.app?.target,
    defaultTargets: stagesInPlaceOf(defaults.target),
    port: publishedLike(defaults.port, app.port),
    httpsPort:
      written.domain === undefined ? undefined : publishedLike(defaults.httpsPort, app.httpsPort),
    hasOwnHealthPath: written.app?.healthPath !== undefined,
    // An app that serves a domain may answer nobody who asks for another host.
    healthHost: app.healthHost ?? written.domain ?? "127.0.0.1",
  };
}

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
  ],
  resolve,
};

/** A port on the address of its default, where its setting names none. */
const publishedLike = (byDefault: Given["httpsPort"], given: Given["httpsPort"]) =>
  byDefault &&
  given &&
  publishedOn(byDefault === "none" ? LOOPBACK : (byDefault.address ?? LOOPBACK), given);

const LOOPBACK = "127.0.0.1";
