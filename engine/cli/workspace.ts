import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { shellWord } from "../../shared/shell-word";
import type { Project } from "../config/project";
import { UnsupportedError, UserError } from "../errors";
import { FileBackend } from "../state/backend";
import { readIfExists, writeAtomic } from "../state/files";

/** Where Pulumi keeps what belongs to the user and not to a project. */
export function pulumiHome(): string {
  return process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
}

interface Workspace {
  /** An older form, of one stack whatever the backend. */
  stack?: string;
  stacks?: Record<string, string>;
}

/** The address of the backend that a project uses, as it is written. */
export async function backendUrl(project: Project | undefined): Promise<string> {
  const fromEnvironment = process.env.PULUMI_BACKEND_URL;
  if (fromEnvironment) return fromEnvironment;
  if (project?.backendUrl) return project.backendUrl;
  const { current } = await readJson<{ current?: string }>(join(pulumiHome(), "credentials.json"));
  if (current) return current;
  throw new UserError(
    "no backend is chosen; set `backend: {url: file://.}` in Pulumi.yaml or run `pulumi login --local`",
  );
}

/** Opens the backend at this address. Relative ones are taken from the project's folder. */
export function openBackend(url: string, folder: string): FileBackend {
  if (!url.startsWith("file://")) throw new UnsupportedError(`the backend ${url} (only file://)`);
  const path = url.slice("file://".length);
  if (path === "~" || path.startsWith("~/")) return new FileBackend(join(homedir(), path.slice(1)));
  return new FileBackend(resolve(folder, path));
}

/** The stack that was selected for a project, if one was. */
export async function selectedStack(project: Project, url: string): Promise<string | undefined> {
  const workspace = await readJson<Workspace>(workspaceFile(project));
  return (workspace.stacks?.[url] ?? workspace.stack)?.split("/").at(-1);
}

/** Selects a stack, or none, for the commands to come. */
export async function selectStack(
  project: Project,
  url: string,
  stack: string | undefined,
): Promise<void> {
  const file = workspaceFile(project);
  const workspace = await readJson<Workspace>(file);
  const stacks = { ...workspace.stacks };
  if (stack === undefined) delete stacks[url];
  else stacks[url] = `organization/${project.name}/${stack}`;
  await writeAtomic(file, JSON.stringify({ stacks }, null, 4));
}

/**
 * A JSON file of the user's; empty where it is not there.
 *
 * @throws UserError that names it, where it is damaged.
 */
export async function readJson<T extends object>(file: string): Promise<Partial<T>> {
  const text = await readIfExists(file);
  if (text === undefined || text.trim() === "") return {};
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  } catch {
    // Told below, as what is no object.
  }
  throw new UserError(
    `${file} is damaged: given what is no JSON object; it only keeps what was selected: rm ${shellWord(file)}`,
  );
}

function workspaceFile(project: Project): string {
  const id = createHash("sha1").update(project.file).digest("hex");
  return join(pulumiHome(), "workspaces", `${project.name}-${id}-workspace.json`);
}
