import { shellWord } from "../../shared/shell-word";
import { shortName } from "../../shared/stack-name";
import { credentialsFile, selectionIn, stateFolder, workspaceFile } from "../../shared/workspace";
import { asMapping, asText, type Mapping } from "../../shared/yaml-file";
import type { Project } from "../config/project";
import { UnsupportedError, UserError } from "../errors";
import { FileBackend } from "../state/backend";
import { readIfExists, writeAtomic } from "../state/files";

/** The address of the backend that a project uses, as it is written. */
export async function backendUrl(project: Project | undefined): Promise<string> {
  const fromEnvironment = process.env.PULUMI_BACKEND_URL;
  if (fromEnvironment) return fromEnvironment;
  if (project?.backendUrl) return project.backendUrl;
  const current = asText((await readJson(credentialsFile(process.env))).current);
  if (current) return current;
  throw new UserError(
    "no backend is chosen; set `backend: {url: file://.}` in Pulumi.yaml or run `pulumi login --local`",
  );
}

/** Opens the backend at this address. Relative ones are taken from the project's folder. */
export function openBackend(url: string, folder: string): FileBackend {
  if (!url.startsWith("file://")) throw new UnsupportedError(`the backend ${url} (only file://)`);
  return new FileBackend(stateFolder({ folder }, url) ?? folder);
}

/** The stack that was selected for a project, if one was. */
export async function selectedStack(project: Project, url: string): Promise<string | undefined> {
  const workspace = await readJson(workspaceFile(project, process.env));
  const selected = selectionIn(workspace, url);
  return selected && shortName(selected);
}

/** Selects a stack, or none, for the commands to come. */
export async function selectStack(
  project: Project,
  url: string,
  stack: string | undefined,
): Promise<void> {
  const file = workspaceFile(project, process.env);
  const stacks = { ...asMapping((await readJson(file)).stacks) };
  if (stack === undefined) delete stacks[url];
  else stacks[url] = `organization/${project.name}/${stack}`;
  await writeAtomic(file, JSON.stringify({ stacks }, null, 4));
}

/**
 * A JSON file of the user's; empty where it is not there.
 *
 * @throws UserError that names it, where it is damaged.
 */
export async function readJson(file: string): Promise<Mapping> {
  const text = await readIfExists(file);
  if (text === undefined || text.trim() === "") return {};
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return asMapping(json);
  } catch {
    // Told below, as what is no object.
  }
  throw new UserError(
    `${file} is damaged: given what is no JSON object; it only keeps what was selected: rm ${shellWord(file)}`,
  );
}
