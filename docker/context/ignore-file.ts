import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { ContextError, unreadable } from "./context-error";
import { asText, bytesOf, pathText, shownPath } from "./file-name";
import { compilePattern } from "./pattern";

/** One pattern of an ignore file. */
export interface IgnorePattern {
  /** Counted from 1. */
  line: number;
  /** As it was written. */
  text: string;
  /** Whether it begins with `!`, and takes back what was left out before. */
  isException: boolean;
  /** Without the `!`, in its shortest form. */
  path: string;
  matches(path: string): boolean;
}

/** Which patterns a folder or one above it matched: what is in it need not be held against them again. */
export type Matched = readonly boolean[];

/** What a build leaves out of its context. */
export class IgnoreFile {
  constructor(
    /** As the user knows it, where there is one. */
    readonly file: string | undefined,
    readonly patterns: readonly IgnorePattern[],
  ) {}

  /**
   * @param path relative to the context, with slashes.
   * @param above what the folder of the path matched.
   */
  look(path: string, above: Matched = []): { ignored: boolean; matched: Matched } {
    let ignored = false;
    const matched = this.patterns.map((pattern, i) => {
      // A pattern that would change nothing is not asked.
      const isAsked = above[i] || pattern.isException === ignored;
      const matches = isAsked && (above[i] || pattern.matches(path));
      if (matches) ignored = !pattern.isException;
      return matches;
    });
    return { ignored, matched };
  }

  /** The pattern that leaves a path out, or a folder above it. */
  cause(path: string): IgnorePattern | undefined {
    const folders = path.split("/");
    let seen = this.look(folders[0] ?? "");
    for (let depth = 2; depth <= folders.length; depth++) {
      seen = this.look(folders.slice(0, depth).join("/"), seen.matched);
    }
    const last = seen.matched.lastIndexOf(true);
    return seen.ignored ? this.patterns[last] : undefined;
  }

  /** Whether an exception may take back something below a folder that is left out. */
  mayKeepBelow(folder: string): boolean {
    const exceptions = this.patterns.filter(({ isException }) => isException);
    const starts = exceptions.map(({ path }) => path.replace(/\/\*\*$/, "").replace(/\/\*$/, ""));
    if (starts.some((start) => /[*[\]?^\\]/.test(start))) return true;
    return starts.some((start) => `${start}/`.startsWith(`${folder}/`));
  }

  /** The same, with these paths taken back in where they are left out. */
  keeping(paths: readonly string[]): IgnoreFile {
    const left = paths.filter((path) => this.cause(path));
    const exceptions = left.map((path) => ({
      line: 0,
      text: `!${path}`,
      isException: true,
      path,
      matches: (other: string) => other === path,
    }));
    return new IgnoreFile(this.file, [...this.patterns, ...exceptions]);
  }
}

/** The ignore file that a user would write for a context. */
export const ignoreFileOf = (context: string) => join(context, ".dockerignore");

/**
 * The ignore file of a build: the Dockerfile's own comes before the one of the context.
 *
 * @throws ContextError where it cannot be read, or has a pattern that Docker refuses.
 */
export function readIgnoreFile(context: string, dockerfile: string): IgnoreFile {
  for (const file of [`${dockerfile}.dockerignore`, ignoreFileOf(context)]) {
    const content = contentOf(file);
    if (content !== undefined) return new IgnoreFile(file, parse(file, content));
  }
  return new IgnoreFile(undefined, []);
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(bytesOf(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadable(file, error);
  }
}

/** For tests, and whoever has the patterns already. */
export function parse(file: string, content: Buffer | string): IgnorePattern[] {
  // As the docker client sends them: a byte that is no UTF-8 is lost, so no such name is matched whole.
  const text = asText(pathText(Buffer.from(content))).replace(/^\uFEFF/, "");
  return text.split("\n").flatMap((given, i) => {
    const line = i + 1;
    const pattern = given.startsWith("#") ? "" : given.trim();
    if (!pattern) return [];
    const isException = pattern.startsWith("!");
    const path = shortest(isException ? pattern.slice(1).trim() : pattern);
    try {
      if (isException && (path === "" || path === "/")) throw new Error("it excepts nothing");
      return [{ line, text: pattern, isException, path, matches: compilePattern(path) }];
    } catch (error) {
      const where = `${shownPath(file)}:${line}`;
      const why = (error as Error).message;
      throw new ContextError(`${where}: Docker refuses the pattern ${shownPath(pattern)}: ${why}`);
    }
  });
}

/** Relative to the context, without `.`, `..` and slashes that mean nothing. */
function shortest(pattern: string): string {
  if (!pattern) return "";
  const path = posix.normalize(pattern).replace(/(.)\/$/, "$1");
  return path.length > 1 && path.startsWith("/") ? path.slice(1) : path;
}
