import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { asMapping, asText, type Mapping, readMapping } from "./yaml-file";

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

/** The project that a folder belongs to, searched upwards as the CLI does. */
export function findProject(folder: string): Project | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(here, name)).find(existsSync);
    if (file) return readProject(file);
    if (dirname(here) === here) return undefined;
  }
}

function readProject(file: string): Project | undefined {
  const yaml = readMapping(file);
  const name = asText(yaml.name);
  if (!name) return undefined;
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
