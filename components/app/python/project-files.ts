import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { ContextError, unreadable } from "../../../docker/context/context-error";

/** Folders that hold no app: other people's packages, tests, what tools leave behind. */
const NO_SOURCE =
  /^(\..*|__pycache__|node_modules|site-packages|venv|env|build|dist|tests?|docs?|examples?|migrations|static|templates)$/;

/** How deep an app is looked for, and in how many files of which size at most. */
const MAX_DEPTH = 4;
const MAX_FILES = 1_000;
const MAX_BYTES = 1_000_000;

/** A Python file of a project: its path with slashes, and its text. */
export interface Source {
  path: string;
  text: string;
}

/** The files of a folder that say how its app is built and started. Nothing of them is ever run. */
export class ProjectFiles {
  private found: Source[] | undefined;

  constructor(readonly folder: string) {}

  /**
   * The text of a file; undefined where there is none.
   *
   * @throws ContextError where it cannot be read.
   */
  read(path: string): string | undefined {
    const full = join(this.folder, path);
    try {
      if (!statSync(full, { throwIfNoEntry: false })?.isFile()) return undefined;
      return readFileSync(full, "utf8");
    } catch (error) {
      throw unreadable(full, error);
    }
  }

  has(path: string): boolean {
    return this.read(path) !== undefined;
  }

  /** The Python files that may hold the app, those nearest to the top first. */
  get sources(): readonly Source[] {
    this.found ??= [...this.walk("", 1)]
      .slice(0, MAX_FILES)
      .flatMap((path) => ({ path, text: this.read(path) ?? "" }))
      .sort((a, b) => depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : 1));
    return this.found;
  }

  private *walk(folder: string, depth: number): Generator<string> {
    for (const entry of this.entriesOf(folder)) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < MAX_DEPTH && !NO_SOURCE.test(entry.name)) yield* this.walk(path, depth + 1);
      } else if (entry.isFile() && entry.name.endsWith(".py")) {
        const stats = statSync(join(this.folder, path), { throwIfNoEntry: false });
        if (stats && stats.size <= MAX_BYTES) yield path;
      }
    }
  }

  private entriesOf(folder: string) {
    const full = join(this.folder, folder);
    try {
      return readdirSync(full, { withFileTypes: true });
    } catch (error) {
      // A folder that may not be read holds no app that could be built; the build's own look says so.
      if (folder !== "") return [];
      throw error instanceof ContextError ? error : unreadable(full, error);
    }
  }
}

const depthOf = (path: string) => path.split("/").length;
