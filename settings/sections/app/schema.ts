import { z } from "zod";
import { setting } from "../../language/meta";
import {
  command,
  containerPort,
  count,
  DOCKER_NAMES,
  dockerName,
  HOST_PORTS,
  hostPort,
  imageReference,
  nonEmptyText,
  text,
} from "../../language/values";
import { WITH_DOMAIN, wherePlatform } from "../conditions";
import { byServer } from "../server/servers";
import { dependsOn } from "../services/depends-on";
import { TEXTS, VARIABLE_NAMES, variables } from "../variables";
import { aliases } from "./aliases";
import { health } from "./health";
import { processes } from "./processes";
import { releaseCommand } from "./release-command";
import { secretEnv } from "./secret-env";
import { volumes } from "./volumes";

/** What Docker gives to a container by default: https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities */
const CAPABILITIES = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
] as const;

const files = z.record(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/), nonEmptyText);

export const appObject = z.strictObject({
  name: setting(dockerName, {
    description: "Names the app's image; also the default of database.name and database.user.",
    accepted: DOCKER_NAMES,
    example: "widgets",
    defaults: { words: "the project's name" },
  }).optional(),
  image: setting(imageReference, {
    description:
      "An image that is run as it is, and pulled where the engine has none of that name.",
    accepted: "an image reference",
    example: "registry.example.com/team/widgets:v1",
    defaults: { words: "none: the image is built" },
  }).optional(),
  tag: setting(text.pipe(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/)), {
    description: "The tag of the image that is built.",
    accepted: "letters, digits, dots, dashes and underscores, at most 128",
    example: "v1",
    defaults: { words: "a digest of the content" },
  }).optional(),
  keepImages: setting(count(1, 1000), {
    description:
      "How many of the images that were built stay on the engine, the newest first, of the app and of each service that is built. Older ones are removed after an `up`, but none that a container uses.",
    accepted: "a whole number from 1 to 1000",
    example: "10",
    defaults: { both: 5 },
  }).optional(),
  context: setting(z.string().min(1), {
    description: "The folder that is sent to the build, relative to the project.",
    accepted: "a folder",
    example: "./app",
    defaults: { both: "./app" },
  }).optional(),
  dockerfile: setting(z.string().min(1), {
    description:
      "The Dockerfile, relative to the context, as in Compose. A Python project without one is given one, as docs/your-app.md describes.",
    accepted: "a file",
    example: "Dockerfile",
    defaults: { both: "Dockerfile" },
  }).optional(),
  target: setting(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/), {
    description:
      "The build stage to run. Without that stage, prod is run with server gunicorn or asgi, else the Dockerfile's last one.",
    accepted: "the name of a stage of the Dockerfile",
    example: "prod",
    defaults: byServer("target"),
  }).optional(),
  buildArgs: setting(variables, {
    description: "Build arguments. They end up in the image's history: never put a secret there.",
    accepted: "a map of names to texts",
    example: "abc123",
    entry: { key: "GIT_COMMIT", accepted: TEXTS, names: VARIABLE_NAMES },
    defaults: { both: {} },
  }).optional(),
  containerPort: setting(containerPort, {
    description: "The port that the app listens on in its container.",
    accepted: "a port from 1 to 65535",
    example: "5000",
    defaults: byServer("containerPort"),
  }).optional(),
  port: setting(hostPort, {
    description:
      "The port of the host for the app. Without an address, such as 0.0.0.0 for everybody, it is on 127.0.0.1; with a domain in prod, and with platform swarm, on 0.0.0.0.",
    accepted: HOST_PORTS,
    example: "8000",
    // Who serves a domain wants to be reached; without one, who publishes to everybody has to say so.
    defaults: {
      dev: "127.0.0.1:8000",
      prod: "127.0.0.1:8091",
      when: [
        [WITH_DOMAIN, { prod: "0.0.0.0:80" }],
        ...wherePlatform(({ addresses }) => !addresses, {
          dev: "0.0.0.0:8000",
          prod: "0.0.0.0:8091",
        }),
      ],
    },
  }).optional(),
  httpsPort: setting(hostPort, {
    description: "The port of the host for HTTPS, with the address that it listens on.",
    accepted: HOST_PORTS.replace(", or none", ""),
    example: "443",
    defaults: {
      dev: "127.0.0.1:8443",
      prod: "0.0.0.0:443",
      when: wherePlatform(({ addresses }) => !addresses, { dev: "0.0.0.0:8443" }),
      beside: WITH_DOMAIN,
    },
  }).optional(),
  env: setting(variables, {
    description:
      "Environment variables. `docker inspect` shows them: secrets belong into app.secrets.",
    accepted: "a map of names to texts",
    example: "debug",
    entry: { key: "LOG_LEVEL", accepted: TEXTS, names: VARIABLE_NAMES },
    defaults: { both: {} },
    shown:
      "docker inspect shows every variable of a container; where the app can read it from a file, move it to app.secrets",
  }).optional(),
  secrets: setting(files, {
    description: "Files under /run/secrets/ that only the app's user can read, by name.",
    accepted: "a map of file names to encrypted texts",
    example: "",
    entry: {
      key: "api_key",
      accepted: "an encrypted text",
      names: "letters, digits, dots, dashes and underscores, beginning with none of . and -",
    },
    defaults: { both: {} },
    secret: true,
    file: true,
  }).optional(),
  secretEnv,
  command: setting(command, {
    description:
      "Replaces the image's command: a list of words, or a line for its shell. Where the image has an ENTRYPOINT, that is given these words.",
    accepted: "a list of words, or a line for the shell",
    example: "flask run --host 0.0.0.0",
    defaults: { words: "the image's own" },
  }).optional(),
  user: setting(text.pipe(z.string().regex(/^\d+(:\d+)?$/)), {
    description: "The user that the container runs as, and that can read its secrets.",
    accepted: "UID or UID:GID, in numbers",
    example: "10001:10001",
    defaults: {
      words: {
        dev: "the owner of the context's folder (source bind)",
        prod: "the image's own (source image)",
      },
    },
  }).optional(),
  capabilities: setting(z.array(z.enum(CAPABILITIES)), {
    description: "Linux capabilities that the app keeps where they are dropped.",
    accepted: `a list of ${CAPABILITIES.join(", ")}`,
    example: "NET_RAW",
    entry: { key: 0, accepted: `one of ${CAPABILITIES.join(", ")}` },
    defaults: { both: [] },
  }).optional(),
  writable: setting(z.array(z.string().regex(/^(\/[^\s:/]+)+$/)), {
    description:
      "Folders of the image, with their content and owner, that the app may write to where its root is read-only; gone with its container. With /tmp it is on disk, where it is in memory otherwise.",
    accepted: "a list of absolute paths",
    example: "/var/cache/widgets",
    entry: { key: 0, accepted: "an absolute path" },
    defaults: { both: [], words: "none, beside /tmp in memory" },
  }).optional(),
  volumes,
  aliases,
  releaseCommand,
  processes,
  dependsOn: dependsOn(
    "Services that have to be ready before the app starts, and its processes with it.",
    "mail",
    "each service that does not wait for the app",
  ),
  ...health,
});
