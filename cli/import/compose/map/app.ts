import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposeMount, ComposePort, ComposeProject, ComposeService } from "../read/model";
import { howToRead, type KnownDatabase, type Renamed, splitEnvironment } from "./environment";
import { appHealth } from "./health";
import { type Ledger, Secret } from "./plan";
import { defined, projectPath, volumeName } from "./values";

export interface Surroundings {
  project: ComposeProject;
  /** The folder of the Pulumi project, which paths of the stack file are relative to. */
  folder: string;
  databases: readonly KnownDatabase[];
  app: Renamed;
  ledger: Ledger;
}

const EVERYBODY = "0.0.0.0";

/** The section `app` that a service becomes, and what it asks of the top of the stack file. */
export function appSection(
  name: string,
  service: ComposeService,
  around: Surroundings,
): { app: Mapping; top: Mapping } {
  const { databases, ledger } = around;
  const isAlone = Object.keys(around.project.services).length === databases.length + 1;
  const host = isAlone ? undefined : `others reach it by ${around.app.reachedBy}, not by ${name}`;
  ledger.carried(name, "", "app", host);
  const { plain, secret } = splitEnvironment(
    name,
    service,
    { plain: "app.env", secret: "app.secretEnv" },
    databases,
    ledger,
  );
  const mounts = mountsOf(name, service, around);
  const app = defined({
    ...builtOrPulled(name, service, around),
    ...portsOf(name, service, ledger),
    command: commandOf(name, service, ledger),
    user: userOf(name, service, ledger),
    env: filled(plain),
    secretEnv: filled(secret),
    secrets: filled(secretFiles(name, service, around)),
    volumes: filled(mounts.volumes),
    ...appHealth(name, service, ledger),
  });
  return { app, top: mounts.isLive ? {} : { source: "image" } };
}

export const filled = <T extends object>(values: T): T | undefined =>
  Object.keys(values).length > 0 ? values : undefined;

function builtOrPulled(
  name: string,
  { build, image }: ComposeService,
  { folder, ledger }: Surroundings,
): Mapping {
  if (!build) {
    ledger.carried(name, "image", "app.image");
    return { image };
  }
  if (image !== undefined)
    ledger.left(
      name,
      "image",
      "an image that is built is named by its content; nothing is to be done",
    );
  const { context = ".", dockerfile, target, args, dockerfile_inline, ...more } = build;
  if (/^(\w+:\/\/|git@|github\.com\/)/.test(context)) {
    ledger.left(
      name,
      "build.context",
      `given ${context}; copy it into the project, and name its folder in app.context`,
    );
  } else ledger.carried(name, "build.context", "app.context");
  if (dockerfile !== undefined) ledger.carried(name, "build.dockerfile", "app.dockerfile");
  if (dockerfile_inline !== undefined)
    ledger.left(
      name,
      "build.dockerfile_inline",
      "write it into a Dockerfile, and name that in app.dockerfile",
    );
  if (target !== undefined) ledger.carried(name, "build.target", "app.target");
  const given = Object.entries(args ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  if (given.length > 0)
    ledger.carried(name, "build.args", "app.buildArgs", "they end up in the image's history");
  for (const key of Object.keys(more))
    ledger.left(
      name,
      `build.${key}`,
      "a build here takes its context, Dockerfile, target and arguments; write what it needs into the Dockerfile",
    );
  return {
    context: projectPath(context, folder),
    dockerfile,
    target,
    buildArgs: filled(Object.fromEntries(given)),
  };
}

function portsOf(name: string, service: ComposeService, ledger: Ledger): Mapping {
  const { ports = [] } = service;
  const expose = (service.expose ?? []) as readonly string[];
  const open = ports.filter(({ protocol }) => protocol === "tcp");
  const main = open.find(({ target }) => WEB.includes(target)) ?? open[0];
  for (const [index, port] of ports.entries()) {
    if (port !== main)
      ledger.left(
        name,
        `ports[${index}]`,
        "an app publishes one port; publish another one with an entry of services",
      );
  }
  const [inner] = expose.map((text) => Number(text.split(/[-/]/)[0]));
  const exposed = inner ?? exposedBy(service);
  if (!main) {
    if (expose.length > 0) ledger.carried(name, "expose", "app.containerPort");
    return defined({ containerPort: exposed, port: "none" });
  }
  ledger.carried(
    name,
    `ports[${ports.indexOf(main)}]`,
    "app.port",
    main.published === "" ? "Compose picks a port; give one here" : undefined,
  );
  return defined({
    containerPort: main.target,
    port: main.published === "" ? undefined : published(main),
  });
}

/** The port that a Dockerfile says its server has. */
function exposedBy({ build }: ComposeService): number | undefined {
  if (!build?.context) return undefined;
  const text = contentOf(resolve(build.context, build.dockerfile ?? "Dockerfile"));
  const last = [...(text ?? "").matchAll(/^\s*EXPOSE\s+(\d+)/gim)].at(-1);
  return last && Number(last[1]);
}

/** Ports that web servers have. */
const WEB = [80, 5000, 8000, 8080, 3000, 8888, 4000];

function published({ published: given, host_ip: address = EVERYBODY }: ComposePort): string {
  const port = given.split("-")[0];
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function commandOf(
  name: string,
  { command, entrypoint }: ComposeService,
  ledger: Ledger,
): string[] | undefined {
  const all = [...(entrypoint ?? []), ...(command ?? [])];
  if (entrypoint?.length)
    ledger.carried(
      name,
      "entrypoint",
      "app.command",
      "before the command; where the image has an ENTRYPOINT, take that out of its Dockerfile",
    );
  if (command?.length) ledger.carried(name, "command", "app.command");
  return all.length > 0 ? all : undefined;
}

function userOf(name: string, { user }: ComposeService, ledger: Ledger): string | undefined {
  if (user === undefined) return undefined;
  if (/^\d+(:\d+)?$/.test(String(user))) {
    ledger.carried(name, "user", "app.user");
    return String(user);
  }
  ledger.left(
    name,
    "user",
    `given ${String(user)}; write it as USER into the Dockerfile, or its number in app.user`,
  );
  return undefined;
}

/** The files of a service's secrets, with what is in them. */
export function secretFiles(
  name: string,
  service: ComposeService,
  { project, databases, ledger }: Surroundings,
): Record<string, Secret> {
  const files: Record<string, Secret> = {};
  for (const [index, { source, target }] of (
    (service.secrets ?? []) as { source: string; target?: string }[]
  ).entries()) {
    const { file, environment, external } = (project.secrets[source] ?? {}) as Mapping;
    const at = `secrets[${index}]`;
    const file_name = (target ?? source).split("/").at(-1) ?? source;
    const to = `secrets.${file_name}`;
    const text =
      typeof file === "string"
        ? contentOf(file)
        : typeof environment === "string"
          ? process.env[environment]
          : undefined;
    const database = databases.find(({ passwords }) => passwords.includes(text?.trim() ?? ""));
    if (database && text) {
      ledger.left(name, at, howToRead(database));
    } else if (text) {
      files[file_name] = new Secret(text);
      const isElsewhere = target?.startsWith("/") && !target.startsWith("/run/secrets/");
      ledger.carried(
        name,
        at,
        to,
        isElsewhere ? `encrypted, at /run/secrets/${file_name}` : "encrypted",
      );
    } else {
      const why = external
        ? "it is kept outside of Compose"
        : `${String(file ?? environment)} has nothing`;
      ledger.left(name, at, `${why}; set it with: pulumi config set --secret --path <part>.${to}`);
    }
  }
  return files;
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function mountsOf(name: string, service: ComposeService, { ledger }: Surroundings) {
  const volumes: Record<string, string> = {};
  let isLive = false;
  for (const [index, mount] of (service.volumes ?? []).entries()) {
    const at = `volumes[${index}]`;
    const { type, source, target } = mount;
    if (type === "volume" && source !== undefined) {
      const key = volumeName(source);
      volumes[key] = target;
      ledger.carried(name, at, `app.volumes.${key}`, "a new volume");
    } else if (isSource(mount, service)) {
      isLive ||= target === "/app";
      if (target === "/app") ledger.carried(name, at, "source", "bind in dev, image in prod");
      else
        ledger.left(
          name,
          at,
          `with source bind the app's folder is on /app: make that the WORKDIR, or take the image as it is`,
        );
    } else if (type === "volume") {
      ledger.left(name, at, "what the image has there stays as it is; nothing is to be done");
    } else {
      ledger.left(
        name,
        at,
        `an app mounts no ${type === "bind" ? "folder or file of the host" : type}: copy it into the image, or keep it with app.volumes`,
      );
    }
  }
  for (const path of (service.tmpfs ?? []) as readonly string[]) {
    if (path.split(":")[0] === "/tmp")
      ledger.carried(name, "tmpfs", "hardening.readOnly", "/tmp is in memory with it");
    else ledger.left(name, "tmpfs", "name a folder that is written to in app.writable");
  }
  return { volumes, isLive };
}

const isSource = ({ type, source = "" }: ComposeMount, { build }: ComposeService) =>
  type === "bind" && build?.context !== undefined && `${source}/`.startsWith(`${build.context}/`);
