import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Project, shortName } from "./project";
import { asMapping, asText, type Mapping } from "./yaml-file";

/** The stack that is meant where none is named and none is selected. */
export const DEFAULT_STACK = "dev";

/** The stack that a command is about, and who said so. */
export interface ChosenStack {
  name: string;
  from: "flag" | "environment" | "selection" | "default";
  /** Another stack is selected. */
  keepsSelection: boolean;
}

/** Where Pulumi keeps what belongs to the user and not to a project. */
export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** The address of the backend that keeps the state, as it is written; undefined before a login. */
export function backendUrl(project: Project, env: NodeJS.ProcessEnv): string | undefined {
  const credentials = () => readJson(join(pulumiHome(env), "credentials.json"));
  return env.PULUMI_BACKEND_URL || project.backendUrl || asText(credentials().current);
}

/** The folder of a file backend; undefined for all others. */
export function stateFolder(project: Project, url: string | undefined): string | undefined {
  if (!url?.startsWith("file://")) return undefined;
  const path = url.slice("file://".length);
  return /^~(?:\/|$)/.test(path) ? join(homedir(), path.slice(1)) : resolve(project.folder, path);
}

/** Picks the stack as the CLI does, with `dev` where the CLI would ask. */
export function chooseStack(
  flag: string | undefined,
  project: Project,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): ChosenStack {
  const selected = selectedStack(project, url, env);
  const keepsSelection = selected !== undefined;
  if (flag) return { name: flag, from: "flag", keepsSelection };
  if (env.PULUMI_STACK) return { name: env.PULUMI_STACK, from: "environment", keepsSelection };
  return selected
    ? { name: selected, from: "selection", keepsSelection }
    : { name: DEFAULT_STACK, from: "default", keepsSelection };
}

/** The stack that `pulumi stack select` noted for this project. */
export function selectedStack(
  project: Project,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const id = createHash("sha1").update(project.file).digest("hex");
  const name = `${project.name.replaceAll("/", "-")}-${id}-workspace.json`;
  const workspace = readJson(join(pulumiHome(env), "workspaces", name));
  return asText(asMapping(workspace.stacks)[url ?? ""]) ?? asText(workspace.stack);
}

/** The file that a file backend keeps a stack's state in; undefined where there is no such stack. */
export function stateFile(folder: string, project: string, stack: string): string | undefined {
  const stacks = join(folder, ".pulumi", "stacks");
  const name = shortName(stack);
  // Before there were projects in file backends, stacks were not in folders.
  return [join(stacks, project, `${name}.json`), join(stacks, `${name}.json`)]
    .flatMap((file) => [file, `${file}.gz`])
    .find(existsSync);
}

/** A JSON file's mapping; empty where the file is missing or broken. */
export function readJson(file: string): Mapping {
  try {
    return asMapping(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
