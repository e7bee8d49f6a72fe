import { z } from "zod";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import { count, flag, imageReference, nonEmptyText, text } from "../../language/values";
import { limitsObject } from "../limits";
import { restartPolicy } from "../restart";
import { TEXTS } from "../variables";
import { buildObject } from "./build";
import { dependsOn } from "./depends-on";
import { ELSEWHERE } from "./elsewhere";
import { asMap, memoryFolders, words } from "./forms";
import { serviceHardening } from "./hardening";
import { healthcheck } from "./healthcheck";
import { MOUNT_FORMS, mount } from "./mounts";
import { options } from "./options";
import { PORT_FORMS, ports } from "./ports";

/** A host name, which may have underscores, as Compose's services have. */
export const SERVICE_NAME = /^[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])?$/;
export const SERVICE_NAMES =
  "lower-case letters, digits, dashes and underscores, at most 30, with a letter or digit at both ends";

const VARIABLE_NAMES = "letters, digits, dots, dashes and underscores, not beginning with a digit";
const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/), text);

export const serviceObject = z.strictObject({
  image: setting(imageReference, {
    description: "The image that it runs.",
    accepted: "an image reference",
    example: "axllent/mailpit:v1.27",
    defaults: { words: "none: it is built" },
  }).optional(),
  build: buildObject.optional(),
  command: setting(words, {
    description:
      "Replaces the image's command. As in Compose a text is split into words, and no shell runs it.",
    accepted: "a list of words, or a text with quotes as in a shell",
    example: "--verbose",
    defaults: { words: "the image's own" },
  }).optional(),
  entrypoint: setting(words, {
    description: "Replaces the image's ENTRYPOINT, in the same way.",
    accepted: "a list of words, or a text with quotes as in a shell",
    example: "/start.sh",
    defaults: { words: "the image's own" },
  }).optional(),
  environment: setting(z.preprocess(asMap, variables), {
    description:
      "Environment variables. `docker inspect` shows them: secrets belong into services.NAME.secrets.",
    accepted: "a map of names to texts, or a list of NAME=VALUE",
    example: "debug",
    entry: { key: "LOG_LEVEL", accepted: TEXTS, names: VARIABLE_NAMES },
    defaults: { both: {} },
    shown:
      "docker inspect shows every variable of a container; where the service can read it from a file, move it to its secrets",
  }).optional(),
  ports: setting(z.array(ports), {
    description:
      "Ports that the host publishes: on 127.0.0.1 unless an address is given, with platform swarm on 0.0.0.0.",
    accepted: `a list of ${PORT_FORMS}`,
    example: "8025:8025",
    entry: { key: 0, accepted: PORT_FORMS },
    defaults: { both: [] },
  }).optional(),
  expose: setting(z.array(text.pipe(z.string().regex(/^\d{1,5}(-\d{1,5})?(\/(tcp|udp))?$/))), {
    description:
      "Ports that it listens on, for who reads the file: on the stack's network each of its ports is reached.",
    accepted: "a list of ports",
    example: "8025",
    entry: { key: 0, accepted: "a port, such as 8025 or 53/udp" },
    defaults: { both: [] },
  }).optional(),
  volumes: setting(z.array(mount), {
    description:
      "What it mounts. A named volume is `project-stack-VOLUME`, the same for all services that name it; with `type: volume` and `external: true` it is one that is there, which the stack takes over and never removes. Folders and files are relative to the project.",
    accepted: `a list of ${MOUNT_FORMS}`,
    example: "mails:/data",
    entry: { key: 0, accepted: MOUNT_FORMS },
    defaults: { both: [] },
  }).optional(),
  tmpfs: setting(memoryFolders, {
    description: "Folders in memory, beside /tmp where its root is read-only.",
    accepted: "a path or a list of paths, each with options such as :size=64m,mode=1777",
    example: "/run:size=64m",
    defaults: { both: [], words: "none" },
  }).optional(),
  keepData: setting(flag, {
    description: "Whether `pulumi destroy` leaves the named volumes in place that it mounts.",
    accepted: "true or false",
    example: "true",
    defaults: { dev: false, prod: true },
  }).optional(),
  depends_on: dependsOn(
    "What has to be ready before it starts: other services, databases, processes, or app. It is on the network of the databases that it names.",
    "database",
    "nothing",
  ),
  healthcheck: healthcheck.optional(),
  user: setting(text.pipe(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_.-]+)?$/)), {
    description: "The user that it runs as. With secrets, a number.",
    accepted: "UID, UID:GID, or names that the image has",
    example: "10001:10001",
    defaults: { words: "the image's own" },
  }).optional(),
  working_dir: setting(z.string().regex(/^\//), {
    description: "The folder that its command runs in.",
    accepted: "an absolute path",
    example: "/srv",
    defaults: { words: "the image's own" },
  }).optional(),
  secrets: setting(z.record(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/), nonEmptyText), {
    description: "Files under /run/secrets/ that only its user can read, by name.",
    accepted: "a map of file names to encrypted texts",
    entry: {
      key: "api_key",
      accepted: "an encrypted text",
      names: "letters, digits, dots, dashes and underscores, beginning with none of . and -",
    },
    defaults: { both: {} },
    secret: true,
    file: true,
  }).optional(),
  ...options,
  restart: setting(restartPolicy, {
    description: "Docker's restart policy.",
    accepted: "no, on-failure, always or unless-stopped",
    example: "unless-stopped",
    defaults: { words: "as restart says" },
  }).optional(),
  labels: setting(z.preprocess(asMap, z.record(z.string().regex(/^(?!berth\.)[^\s=]+$/), text)), {
    description: "Labels of its container.",
    accepted: "a map of names to texts, or a list of NAME=VALUE",
    example: "metrics",
    entry: {
      key: "com.example.team",
      accepted: TEXTS,
      names: "any letters but spaces and =, not beginning with berth.",
    },
    defaults: { both: {} },
  }).optional(),
  limits: limitsObject("it", { cpus: 1, memory: "512m" }).optional(),
  hardening: serviceHardening.optional(),
  startPeriod: setting(count(1, 86400), {
    description: "Seconds that it may take to be ready where it has no healthcheck here.",
    accepted: "a whole number from 1 to 86400",
    example: "300",
    defaults: { both: 60 },
  }).optional(),
});

export const servicesSchema = setting(
  z.record(z.string().regex(SERVICE_NAME), withShortForm("image", serviceObject)),
  {
    description:
      "Whatever else runs, in Compose's words: an image or an object for each name, by which others reach it.",
    accepted: "a map of names to images or objects",
    example: "axllent/mailpit:v1.27",
    entry: {
      key: "mail",
      accepted: "an image reference, or an object with the key image or build",
      names: SERVICE_NAMES,
    },
    short: "image",
    elsewhere: ELSEWHERE,
    defaults: { both: {} },
  },
);
