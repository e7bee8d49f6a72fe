import { resolve } from "node:path";
import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposePort, ComposeService } from "../read/model";
import { contentOf, mountsOf, secretFiles } from "./app-files";
import { givenArgs, hasFolder, leaveBuiltName, leaveOtherKeys } from "./builds";
import { splitEnvironment } from "./environment";
import { appHealth } from "./health";
import type { Ledger } from "./plan";
import type { Surroundings } from "./surroundings";
import { defined, projectPath } from "./values";

const EVERYBODY = "0.0.0.0";

/** The section `app` that a service becomes, and what it asks of the top of the stack file. */
export function appSection(
  name: string,
  service: ComposeService,
  around: Surroundings,
): { app: Mapping; top: Mapping } {
  const { databases, ledger } = around;
  const isAlone = Object.keys(around.project.services).length === databases.length + 1;
  ledger.carried(name, "", "app", isAlone ? undefined : `others reach it by ${name}, as before`);
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
    aliases: isAlone ? undefined : [name],
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
  service: ComposeService,
  { folder, ledger }: Surroundings,
): Mapping {
  const { build, image } = service;
  if (!build) {
    ledger.carried(name, "image", "app.image");
    return { image };
  }
  leaveBuiltName(name, service, ledger);
  const { context = ".", dockerfile, target, args: _, dockerfile_inline, ...more } = build;
  if (hasFolder(name, build, "app.context", ledger)) {
    ledger.carried(name, "build.context", "app.context");
  }
  if (dockerfile !== undefined) ledger.carried(name, "build.dockerfile", "app.dockerfile");
  if (dockerfile_inline !== undefined)
    ledger.left(
      name,
      "build.dockerfile_inline",
      "write it into a Dockerfile, and name that in app.dockerfile",
    );
  if (target !== undefined) ledger.carried(name, "build.target", "app.target");
  const buildArgs = filled(givenArgs(build));
  if (buildArgs)
    ledger.carried(name, "build.args", "app.buildArgs", "they end up in the image's history");
  leaveOtherKeys(name, Object.keys(more), ledger);
  return { context: projectPath(context, folder), dockerfile, target, buildArgs };
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
    main.published === "" ? "Docker picks a port; give one here" : undefined,
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
