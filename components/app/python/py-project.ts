import { parse } from "smol-toml";
import { ContextError } from "../../../docker/context/context-error";
import type { ProjectFiles } from "./project-files";

/** What a project's pyproject.toml says: https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export interface PyProject {
  isThere: boolean;
  /** Whether it names packages as PEP 621 does. */
  hasDependencies: boolean;
  /** As `project.requires-python` has it, such as `>=3.11`. */
  requiresPython: string | undefined;
}

/** @throws ContextError where it is no TOML. */
export function readPyProject(files: ProjectFiles): PyProject {
  const text = files.read("pyproject.toml");
  if (text === undefined) {
    return { isThere: false, hasDependencies: false, requiresPython: undefined };
  }
  const project = tableOf(tomlOf(text, files.folder).project);
  const requires = project["requires-python"];
  return {
    isThere: true,
    hasDependencies: Array.isArray(project.dependencies),
    requiresPython: typeof requires === "string" ? requires : undefined,
  };
}

function tomlOf(text: string, folder: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    const [why = ""] = error instanceof Error ? error.message.split("\n") : [String(error)];
    throw new ContextError(`${folder}/pyproject.toml cannot be read: ${why}`, { cause: error });
  }
}

const tableOf = (value: unknown) =>
  (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
