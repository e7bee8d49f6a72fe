import { parse } from "smol-toml";
import { ContextError } from "../../../docker/context/context-error";
import type { ProjectFiles } from "./project-files";

/** What a project's pyproject.toml says: https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export interface PyProject {
  isThere: boolean;
  /** Whether it names packages as PEP 621 does. */
  hasDependencies: boolean;
  /** Whether it names packages as Poetry does: https://python-poetry.org/docs/pyproject/#dependencies */
  isOfPoetry: boolean;
}

/** @throws ContextError where it is no TOML. */
export function readPyProject(files: ProjectFiles): PyProject {
  const text = files.read("pyproject.toml");
  if (text === undefined) {
    return { isThere: false, hasDependencies: false, isOfPoetry: false };
  }
  const all = tomlOf(text, files.folder);
  const project = tableOf(all.project);
  return {
    isThere: true,
    hasDependencies: Array.isArray(project.dependencies),
    isOfPoetry: "dependencies" in tableOf(tableOf(all.tool).poetry),
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
