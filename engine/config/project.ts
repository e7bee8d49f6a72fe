import { dirname, resolve } from "node:path";
import { satisfies } from "semver";

import { type ProjectFile, projectOf } from "../../shared/project";
import { findProjectFile } from "../../shared/project-file";
import { UnsupportedError, UserError } from "../errors";
import { ENGINE_VERSION } from "../state/deployment";
import { readNamed } from "../state/files";

/** What Pulumi.yaml says, as far as the engine acts on it. */
export interface Project extends Omit<ProjectFile, "folder"> {
  /** The folder of Pulumi.yaml. */
  root: string;
  /** The folder that the program runs in, and its entry point relative to that. */
  programFolder: string;
  entryPoint: string;
  nodeArgs: string;
  /** The options of the runtime as they are given, for providers to look at. */
  runtimeOptions: Record<string, unknown>;
  typescript: boolean;
  tsconfig: string | undefined;
}

interface ProjectYaml {
  main?: string;
  runtime?: string | { name?: string; options?: Record<string, unknown> };
  options?: { refresh?: unknown };
  requiredPulumiVersion?: string;
  plugins?: unknown;
  packages?: unknown;
}

/** Finds the project that a folder belongs to and reads it. */
export async function loadProject(folder: string): Promise<Project> {
  const file = findProjectFile(folder);
  if (!file) {
    throw new UserError(
      `no Pulumi.yaml project file found (searching upwards from ${resolve(folder)})`,
    );
  }
  return parseProject(file, await readNamed(file));
}

/** Reads the text of a Pulumi.yaml. */
export function parseProject(file: string, text: string): Project {
  const { folder: root, yaml: given, ...project } = projectOf(file, text);
  const yaml = given as ProjectYaml;
  const runtime = typeof yaml.runtime === "string" ? { name: yaml.runtime } : yaml.runtime;
  if (runtime?.name !== "nodejs") {
    throw new UnsupportedError(`the runtime "${runtime?.name ?? ""}" (only nodejs)`);
  }
  if (yaml.plugins || yaml.packages)
    throw new UnsupportedError("`plugins` and `packages` in Pulumi.yaml");
  if (yaml.options?.refresh) throw new UnsupportedError("`options.refresh` in Pulumi.yaml");
  const range = yaml.requiredPulumiVersion;
  if (range && !satisfies(ENGINE_VERSION, range)) {
    throw new UserError(`${file}: Pulumi ${range} is required; this engine has ${ENGINE_VERSION}`);
  }
  const options = runtime.options ?? {};
  return {
    ...project,
    root,
    ...entryPoint(root, yaml.main),
    runtimeOptions: options,
    nodeArgs: String(options.nodeargs ?? ""),
    typescript: options.typescript !== false,
    tsconfig: options.tsconfig === undefined ? undefined : String(options.tsconfig),
  };
}

/** `main` may name a file or a folder; a file's folder stays the project's. */
function entryPoint(root: string, main: string | undefined) {
  if (!main) return { programFolder: root, entryPoint: "." };
  const path = resolve(root, main);
  if (/\.[cm]?[jt]s$/.test(path)) return { programFolder: dirname(path), entryPoint: path };
  return { programFolder: path, entryPoint: "." };
}
