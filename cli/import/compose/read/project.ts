import { basename, dirname, resolve } from "node:path";
import { asMapping, type Mapping } from "../../../../shared/yaml-file";
import { castService } from "./casts";
import { refuseInconsistencies } from "./consistency";
import { readEnvFile } from "./env-file";
import { type Files, REAL_FILES } from "./files";
import { refuseFormats } from "./formats";
import { loadFiles } from "./load";
import type { ComposeProject, ComposeResource, ComposeService } from "./model";
import { Places } from "./places";
import { composeError } from "./problem";
import { projectVariables, type Variables } from "./variables";

export interface Reading {
  /** Compose files, absolute, in the order in which they are merged. */
  names: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Profiles that are active; `*` is all of them. */
  profiles?: readonly string[];
  /** Files that are read in the place of `.env`. */
  envFiles?: readonly string[];
  files?: Files;
}

/**
 * Reads Compose files as Compose does: filled in, with what they include and extend, merged, each
 * value in its long form.
 *
 * @throws UserError, one line with file, line and key.
 */
export function readComposeProject(reading: Reading): ComposeProject {
  const { names, env, files = REAL_FILES } = reading;
  const [main = ""] = names;
  const folder = dirname(main);
  const places = new Places();
  const variables = projectVariables(folder, env, reading.envFiles ?? [], files);
  const loading = { files, places, variables, folder, including: [] };
  const merged = loadFiles(names, loading);
  if (Object.keys(merged).length === 0)
    throw composeError(main, [], "given nothing; accepted: an object with services");
  const name = projectName(merged, variables, folder);
  const profiles = reading.profiles?.length
    ? reading.profiles
    : (variables.get("COMPOSE_PROFILES") ?? "").split(",").filter(Boolean);
  const services: Record<string, ComposeService> = {};
  const inactive: Record<string, ComposeService> = {};
  const given = asMapping(merged.services);
  for (const [key, value] of Object.entries(given)) {
    const service = castService(key, asMapping(value), places) as ComposeService;
    impliedDependencies(service);
    const group = isActive(service, profiles) ? services : inactive;
    Object.defineProperty(group, key, {
      value: service,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    places.carry(given, key, group);
  }
  const project: ComposeProject = {
    name,
    folder,
    files: names,
    services,
    inactive,
    networks: resources(merged.networks, name),
    volumes: resources(merged.volumes, name),
    secrets: resources(merged.secrets, name),
    configs: resources(merged.configs, name),
    places,
    unset: [],
  };
  refuseInconsistencies(project);
  refuseFormats(project);
  for (const [key, service] of Object.entries(services))
    resolveEnvironment(key, service, project, variables, files);
  return { ...project, unset: [...variables.unset] };
}

function projectName(merged: Mapping, variables: Variables, folder: string): string {
  const given =
    variables.get("COMPOSE_PROJECT_NAME") ||
    (merged.name as string | undefined) ||
    basename(folder);
  return (
    given
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, "")
      .replace(/^[_-]+/, "") || "app"
  );
}

/** A service starts after those that it uses the network, links or volumes of. */
function impliedDependencies(service: ComposeService): void {
  const shared = ["network_mode", "ipc", "pid", "uts", "cgroup"].flatMap(
    (key) => /^service:(.+)$/.exec(String(service[key] ?? ""))?.[1] ?? [],
  );
  const linked = ((service.links ?? []) as readonly string[]).map(
    (link) => link.split(":")[0] ?? "",
  );
  const from = ((service.volumes_from ?? []) as readonly string[])
    .filter((name) => !name.startsWith("container:"))
    .map((name) => name.split(":")[0] ?? "");
  const implied = [...shared, ...linked, ...from];
  if (implied.length === 0) return;
  const dependency = { condition: "service_started", required: true } as const;
  service.depends_on = {
    ...Object.fromEntries(implied.map((name) => [name, dependency])),
    ...service.depends_on,
  };
}

function isActive({ profiles }: ComposeService, active: readonly string[]): boolean {
  const own = (profiles ?? []) as readonly string[];
  return (
    own.length === 0 || active.includes("*") || own.some((profile) => active.includes(profile))
  );
}

function resources(given: unknown, project: string): Record<string, ComposeResource> {
  return Object.fromEntries(
    Object.entries(asMapping(given)).map(([key, value]) => {
      const resource = asMapping(value);
      const name = resource.name ?? (resource.external ? key : `${project}_${key}`);
      return [key, { ...resource, name: String(name) }];
    }),
  );
}

/** Puts the variables of a service's files below those of its environment. */
function resolveEnvironment(
  name: string,
  service: ComposeService,
  { places }: ComposeProject,
  variables: Variables,
  files: Files,
): void {
  const environment: Record<string, string> = {};
  const list = (service.env_file ?? []) as readonly {
    path: string;
    required: boolean;
    format?: string;
  }[];
  for (const [index, { path, required, format }] of list.entries()) {
    const place = places.of(list, index);
    const content = files.read(path);
    if ("missing" in content) {
      if (!required) continue;
      throw composeError(
        place,
        ["services", name, "env_file", index],
        `${path} cannot be read: ${content.missing}`,
      );
    }
    const lookup = (variable: string) => environment[variable] ?? variables.get(variable);
    for (const [key, value] of readEnvFile(path, content.text, lookup, format === "raw")) {
      environment[key] = value;
      places.note(environment, key, { file: path, line: 0 });
    }
  }
  const own = (service.environment ?? {}) as Readonly<Record<string, string | null>>;
  for (const [key, value] of Object.entries(own)) {
    const text = value ?? variables.get(key);
    if (text === undefined) {
      delete environment[key];
      continue;
    }
    environment[key] = text;
    places.carry(own, key, environment);
  }
  if (Object.keys(environment).length > 0) service.environment = environment;
  else delete service.environment;
}

/** The Compose files of a folder that are read where none is named, as Compose looks for them. */
export function standardFiles(folder: string, files: Files = REAL_FILES): string[] {
  const first = (names: readonly string[]) =>
    names.map((name) => resolve(folder, name)).find((name) => files.isFile(name));
  const main = first(["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]);
  if (main === undefined) return [];
  const over = first([
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
  ]);
  return over === undefined ? [main] : [main, over];
}
