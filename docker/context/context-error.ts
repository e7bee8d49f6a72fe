import { shownPath } from "./file-name";

/** Something about a file of a build that its user has to mend: one line, with the file's path. */
export class ContextError extends Error {
  override name = "ContextError";
}

const WORDS: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENOENT: "it went away meanwhile",
  ENOSPC: "no space is left on the device",
  ENAMETOOLONG: "its path is too long",
  EROFS: "the file system is read-only",
};

/** What a file system's error says, without the system call and the path in it. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return WORDS[code] ?? (/^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] || message);
}

/**
 * A file or folder of a context that cannot be read.
 *
 * @param path as the user knows it, relative to the project.
 * @param ignoreFile that could leave it out.
 */
export function unreadable(path: string, error: unknown, ignoreFile?: string): ContextError {
  const { code } = error as NodeJS.ErrnoException;
  const ways = [
    ...(code === "EACCES" || code === "EPERM" ? ["make it readable for whoever deploys"] : []),
    ...(ignoreFile ? [`leave it out in ${shownPath(ignoreFile)}`] : []),
  ];
  const what = `${shownPath(path)} cannot be read: ${reasonOf(error)}`;
  return new ContextError([what, ways.join(", or ")].filter(Boolean).join("; "), { cause: error });
}

/** Fails like the file system does where a file has other content than its size said. */
export const changedMeanwhile = (path: string) =>
  new ContextError(`${shownPath(path)} changed while it was read; try again`);
