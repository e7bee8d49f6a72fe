import type { ProjectFiles } from "./project-files";

/**
 * The version of Python that a project is pinned to, such as `3.12`; undefined where any will do. Only
 * what names one version counts: a range such as `>=3.11` leaves the choice open.
 */
export function pythonVersionOf(files: ProjectFiles): string | undefined {
  const pinned = files.read(".python-version") ?? files.read("runtime.txt") ?? "";
  // A line may be a comment; pyenv's other interpreters, such as pypy3.10, are no version of an image.
  const version = /^(?:python-|cpython-)?(3\.\d+)(?:\.\d+)?\s*$/m.exec(pinned)?.[1];
  return version ?? /^python_version\s*=\s*"(3\.\d+)"/m.exec(files.read("Pipfile") ?? "")?.[1];
}
