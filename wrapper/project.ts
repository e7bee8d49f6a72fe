import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { projectName } from "../engine/config/project-name";
import { parseYaml } from "../engine/config/yaml-text";
import { fileReason } from "../shared/file-reason";
import { findProjectFile } from "../shared/project-file";
import { Stop } from "./stop";
import { asMapping, asText, type Mapping } from "./yaml-file";

/** What the wrapper has to know of a Pulumi.yaml. */
export interface Project {
  name: string;
  file: string;
  folder: string;
  backendUrl: string | undefined;
  /** Where the stack files are. */
  stackFolder: string;
  /** Values that hold for every stack that does not set them. */
  config: Mapping;
}

/**
 * The folder that a command is about.
 *
 * @param given what `--cwd` says.
 * @throws Stop where there is no such folder.
 */
export function folderOf(cwd: string, given: string | undefined): string {
  const folder = resolve(cwd, given ?? ".");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new Stop(
    `--cwd: given ${given ?? folder}; accepted: the folder of a project; there is no folder ${folder}`,
  );
}

/**
 * The project that a folder belongs to, searched upwards as the CLI does.
 *
 * @throws Stop where its file cannot be read.
 */
export function findProject(folder: string): Project | undefined {
  const file = findProjectFile(folder);
  return file === undefined ? undefined : readProject(file);
}

function readProject(file: string): Project {
  const { name, yaml } = parseProject(file, textOf(file));
  const folder = dirname(file);
  const stackFolder = asText(yaml.stackConfigDir) ?? asText(yaml.config) ?? ".";
  const entries = Object.entries(asMapping(yaml.config)).map(([key, entry]) => {
    const { value = entry, default: otherwise } = asMapping(entry);
    return [key, value === entry && isDeclaration(entry) ? otherwise : value];
  });
  return {
    name,
    file,
    folder,
    backendUrl: asText(asMapping(yaml.backend).url),
    stackFolder: resolve(folder, stackFolder),
    config: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Stop(`${file} cannot be read: ${fileReason(error as NodeJS.ErrnoException)}`);
  }
}

/** Reads it as the embedded engine does, with the same words for what is wrong. */
function parseProject(file: string, text: string): { name: string; yaml: Mapping } {
  try {
    const yaml = parseYaml(file, text);
    return { name: projectName(file, yaml), yaml: asMapping(yaml) };
  } catch (error) {
    throw new Stop((error as Error).message);
  }
}

function isDeclaration(entry: unknown): boolean {
  return ["type", "default", "description", "secret"].some((key) => key in asMapping(entry));
}

/** A stack's name without organization and project. */
export function shortName(stack: string): string {
  return stack.split("/").at(-1) ?? stack;
}

/** Where a stack's settings are. */
export function stackFile(project: Project, stack: string): string {
  return join(project.stackFolder, `Pulumi.${shortName(stack)}.yaml`);
}
