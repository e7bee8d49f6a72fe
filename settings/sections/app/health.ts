import { z } from "zod";
import { setting } from "../../language/meta";
import { count, hostName, text, webPath } from "../../language/values";

/** What Docker takes for a check: `["CMD", ...]` runs a program, `["CMD-SHELL", LINE]` the image's /bin/sh. */
export const healthCommand = z.union([
  z
    .array(text)
    .min(1)
    .transform((words) => ["CMD", ...words]),
  z
    .string()
    .min(1)
    .transform((line) => ["CMD-SHELL", line]),
]);

/** A host name, or an address, as it stands in the header Host; IPv6 in brackets. */
const hostHeader = z.union([hostName, z.ipv4(), z.string().regex(/^\[[0-9a-f:.]+\]$/)]);

/** How an app tells that it is well: settings of the section `app`. */
export const health = {
  healthPath: setting(webPath, {
    description: "The path that answers with a status below 400 when the app is ready to serve.",
    accepted: "a path that begins with /, without spaces, quotes and backslashes",
    example: "/healthz",
    defaults: { both: "/healthz" },
  }).optional(),
  healthHost: setting(hostHeader, {
    description:
      "The host that the health check asks for, in its header Host: one of Django's ALLOWED_HOSTS.",
    accepted: "a host name in lower case, or an address",
    example: "shop.example.com",
    defaults: { words: "the domain where there is one, else 127.0.0.1" },
  }).optional(),
  healthCommand: setting(healthCommand, {
    description:
      "A health check of your own, in the container, in the place of healthPath: a list of words, as Docker's CMD, or a line for the image's shell. Exit code 0 is healthy.",
    accepted: "a list of words, or a line for the shell",
    example: "python3 manage.py check --database default",
    defaults: { words: "none: healthPath is asked for" },
  }).optional(),
  healthFrom: setting(z.enum(["container", "network"]), {
    description:
      "Where healthPath is asked from: by the image's own curl, Python, wget or bash, or by a container beside it, when `up` waits for the app, for an image without any of these (platform docker).",
    accepted: "container or network",
    example: "network",
    defaults: { both: "container" },
  }).optional(),
  healthInterval: setting(count(1, 3600), {
    description: "Seconds from one health check to the next.",
    accepted: "a whole number from 1 to 3600",
    example: "10",
    defaults: { both: 2 },
  }).optional(),
  healthTimeout: setting(count(1, 600), {
    description: "Seconds that a health check may take.",
    accepted: "a whole number from 1 to 600",
    example: "10",
    defaults: { both: 5 },
  }).optional(),
  healthRetries: setting(count(1, 100), {
    description: "How many health checks in a row may fail until the app counts as unhealthy.",
    accepted: "a whole number from 1 to 100",
    example: "3",
    defaults: { both: 5 },
  }).optional(),
  startPeriod: setting(count(1, 3600), {
    description:
      "Seconds that the app may take to start. Failed health checks count from then on, as in Compose.",
    accepted: "a whole number from 1 to 3600",
    example: "120",
    defaults: { both: 60 },
  }).optional(),
};
