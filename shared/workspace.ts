import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { ProjectFile } from "./project";
import { shortName } from "./stack-name";
import { asMapping, asText, type Mapping } from "./yaml-file";

/** Where Pulumi keeps what belongs to the user and not to a project. */
export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** The file in which the CLI notes where it is logged in. */
export const credentialsFile = (env: NodeJS.ProcessEnv) =>
  join(pulumiHome(env), "credentials.json");

/** The address of the backend that keeps the state, as it is written; undefined before a login. */
export function backendUrl(project: ProjectFile, env: NodeJS.ProcessEnv): string | undefined {
  return (
    env.PULUMI_BACKEND_URL || project.backendUrl || asText(readJson(credentialsFile(env)).current)
  );
}

/** The folder of a file backend, relative ones taken from the project's; undefined for all others. */
export function stateFolder(
  project: Pick<ProjectFile, "folder">,
  url: string | undefined,
): string | undefined {
  if (!url?.startsWith("file://")) return undefined;
  const path = url.slice("file://".length);
  return /^~(?:\/|$)/.test(path) ? join(homedir(), path.slice(1)) : resolve(project.folder, path);
}

/** The stack that `pulumi stack select` noted for this project. */
export function selectedStack(
  project: ProjectFile,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): string | undefined {
  return selectionIn(readJson(workspaceFile(project, env)), url);
}

/** The file in which the CLI notes what was selected for a project. */
export function workspaceFile(
  { file, name }: Pick<ProjectFile, "file" | "name">,
  env: NodeJS.ProcessEnv,
): string {
  const id = createHash("sha1").update(file).digest("hex");
  return join(pulumiHome(env), "workspaces", `${name}-${id}-workspace.json`);
}

/** The stack that a workspace file names for a backend. */
export const selectionIn = ({ stacks, stack }: Mapping, url: string | undefined) =>
  // An older form has one stack, whatever the backend.
  asText(asMapping(stacks)[url ?? ""]) ?? asText(stack);

/** The file that a file backend keeps a stack's state in; undefined where there is no such stack. */
export function stateFile(folder: string, project: string, stack: string): string | undefined {
  const stacks = join(folder, ".pulumi", "stacks");
  const name = shortName(stack);
  // Before there were projects in file backends, stacks were not in folders.
  return [join(stacks, project, `${name}.json`), join(stacks, `${name}.json`)]
    .flatMap((file) => [file, `${file}.gz`])
    .find(existsSync);
}

/** The folder in which a file backend keeps the history of a stack; undefined where it has none yet. */
export function historyFolder(folder: string, project: string, stack: string): string | undefined {
  const all = join(folder, ".pulumi", "history");
  const name = shortName(stack);
  return [join(all, project, name), join(all, name)].find(existsSync);
}

/** A JSON file's mapping; empty where the file is missing or broken. */
export function readJson(file: string): Mapping {
  try {
    return asMapping(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
