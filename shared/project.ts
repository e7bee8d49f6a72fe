import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "./errors";
import { fileReason } from "./file-reason";
import { findProjectFile } from "./project-file";
import { shortName, stackFileName } from "./stack-name";
import { asMapping, asText, type Mapping } from "./yaml-file";
import { kindOf, parseYaml } from "./yaml-text";

/** One entry of a Pulumi.yaml's `config`: a value, or a declaration with type and default. */
export interface ConfigDeclaration {
  type?: "string" | "boolean" | "integer" | "array";
  default?: unknown;
  value?: unknown;
  secret?: boolean;
}

/** What a Pulumi.yaml says of its project, whichever program it has. */
export interface ProjectFile {
  name: string;
  file: string;
  folder: string;
  backendUrl: string | undefined;
  /** Where the stack files are. */
  stackFolder: string;
  /** What is declared for every stack. */
  config: Record<string, ConfigDeclaration>;
}

/**
 * The project that a folder belongs to, searched upwards as the CLI does; undefined without one.
 *
 * @throws UserError where its file cannot be read.
 */
export function findProject(folder: string): ProjectFile | undefined {
  const file = findProjectFile(folder);
  return file === undefined ? undefined : projectOf(file, textOf(file));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${fileReason(error as NodeJS.ErrnoException)}`);
  }
}

/**
 * Reads the text of a Pulumi.yaml; `yaml` is all of it. Pure.
 *
 * @throws UserError that names the file, and what is wrong with it.
 */
export function projectOf(file: string, text: string): ProjectFile & { yaml: Mapping } {
  const given = parseYaml(file, text);
  const name = projectNameOf(file, given);
  const yaml = asMapping(given);
  const folder = dirname(file);
  return {
    name,
    file,
    folder,
    backendUrl: asText(asMapping(yaml.backend).url),
    // Older projects name the folder with `config`.
    stackFolder: resolve(folder, asText(yaml.stackConfigDir) ?? asText(yaml.config) ?? "."),
    config: declarations(asMapping(yaml.config)),
    yaml,
  };
}

function projectNameOf(file: string, yaml: unknown): string {
  const kind = kindOf(yaml);
  if (kind !== "an object") {
    throw new UserError(
      `${file}: given ${kind}; accepted: a project, with the keys name and runtime; take the file back from git or a backup`,
    );
  }
  const { name } = yaml as { name?: unknown };
  if (typeof name === "string" && /^[\w.-]{1,100}$/.test(name)) return name;
  const given = typeof name === "string" ? JSON.stringify(name) : kindOf(name);
  throw new UserError(
    `${file}: name: given ${given}; accepted: letters, digits, hyphens, underscores and periods, as in the line name: shop`,
  );
}

function declarations(config: Mapping): Record<string, ConfigDeclaration> {
  const entries = Object.entries(config).map(([key, entry]): [string, ConfigDeclaration] => {
    const isDeclaration = ["type", "default", "value", "description", "secret"].some(
      (word) => word in asMapping(entry),
    );
    return [key, isDeclaration ? (entry as ConfigDeclaration) : { default: entry }];
  });
  return Object.fromEntries(entries);
}

/** The values that a project declares for every stack that does not set them. Pure. */
export function declaredValues({ config }: Pick<ProjectFile, "config">): Mapping {
  const entries = Object.entries(config).map(
    ([key, declaration]) => [key, declaration.value ?? declaration.default] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Where a stack's settings are, whether they are there or not. */
export const stackFile = ({ stackFolder }: Pick<ProjectFile, "stackFolder">, stack: string) =>
  resolve(stackFolder, stackFileName(shortName(stack)));
