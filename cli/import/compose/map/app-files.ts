import { readFileSync } from "node:fs";
import type { Mapping } from "../../../../shared/yaml-file";
import { formerVolume } from "../../former";
import type { ComposeMount, ComposeService } from "../read/model";
import { howToRead } from "./environment";
import { Secret } from "./plan";
import type { Surroundings } from "./surroundings";
import { volumeName } from "./values";

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

/** The text of a file; undefined where it cannot be read. */
export function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The volumes of an app, and whether its source is mounted. */
export function mountsOf(
  name: string,
  service: ComposeService,
  { project, ledger, former }: Surroundings,
) {
  const volumes: Record<string, unknown> = {};
  let isLive = false;
  for (const [index, mount] of (service.volumes ?? []).entries()) {
    const at = `volumes[${index}]`;
    const { type, source, target } = mount;
    if (type === "volume" && source !== undefined) {
      const key = volumeName(source);
      const declared = project.volumes[source]?.name ?? source;
      const volume = former && formerVolume(former, name, (folder) => folder === target, declared);
      volumes[key] = volume === undefined ? target : { path: target, volume };
      const note = volume === undefined ? "a new volume" : `${volume}, used where it is`;
      ledger.carried(name, at, `app.volumes.${key}`, note);
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
