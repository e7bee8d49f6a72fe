import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import dockerignore from "@balena/dockerignore";

/** What a build leaves out of its context. */
export interface Ignore {
  /** Takes a path relative to the context, with slashes. */
  ignores(path: string): boolean;
  /** True when something within an ignored folder may still be wanted. */
  hasExceptions: boolean;
}

/** The ignore file of a build: the Dockerfile's own comes before the one of the context. */
export function readIgnoreFile(context: string, dockerfile: string): string[] {
  const file = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find(existsSync);
  return file
    ? readFileSync(file, "utf8")
        .replace(/^\uFEFF/, "")
        .split(/\r?\n/)
    : [];
}

export function ignoring(patterns: string[]): Ignore {
  const rules = dockerignore({ ignorecase: false }).add(patterns);
  return {
    ignores: (path) => rules.ignores(path),
    hasExceptions: patterns.some((pattern) => pattern.trim().startsWith("!")),
  };
}

/**
 * What is left out of the archive that goes to the builder. It needs the Dockerfile and the ignore
 * file even where the patterns name them.
 */
export function ignoringButBuildFiles(patterns: string[], dockerfileInContext: string): Ignore {
  const { ignores } = ignoring(patterns);
  const kept = [posix.normalize(dockerfileInContext), ".dockerignore"];
  return { ignores: (path) => !kept.includes(path) && ignores(path), hasExceptions: true };
}
