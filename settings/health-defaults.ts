import type { GivenSettings } from "./schema";
import type { Settings } from "./types";

type Health = Pick<
  Settings["app"],
  | "healthPath"
  | "healthHost"
  | "healthCommand"
  | "healthFrom"
  | "healthInterval"
  | "healthTimeout"
  | "healthRetries"
  | "startPeriod"
>;

/** How an app tells that it is well. One that serves a domain may answer nobody who asks for another host. */
export const healthOf = ({ app = {}, domain }: GivenSettings): Health => ({
  healthPath: app.healthPath ?? "/healthz",
  healthHost: app.healthHost ?? domain ?? "127.0.0.1",
  healthCommand: app.healthCommand,
  healthFrom: app.healthFrom ?? "container",
  healthInterval: app.healthInterval ?? 2,
  healthTimeout: app.healthTimeout ?? 5,
  healthRetries: app.healthRetries ?? 5,
  startPeriod: app.startPeriod ?? 60,
});
