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
      return textOf(readFileSync(full));
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
      .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))
      .slice(0, MAX_FILES)
      .map((path) => ({ path, text: this.read(path) ?? "" }));
    return this.found;
  }

  private *walk(folder: string, depth: number): Generator<string> {
    for (const entry of this.entriesOf(folder)) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        const mayHold = !NO_SOURCE.test(entry.name) && !/\p{Cc}/u.test(entry.name);
        if (depth < MAX_DEPTH && mayHold) yield* this.walk(path, depth + 1);
      } else if (entry.isFile() && isSource(entry.name) && this.isSmall(path)) {
        yield path;
      }
    }
  }

  private isSmall(path: string): boolean {
    const full = join(this.folder, path);
    try {
      return (statSync(full, { throwIfNoEntry: false })?.size ?? MAX_BYTES + 1) <= MAX_BYTES;
    } catch (error) {
      throw unreadable(full, error);
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

/** What no server could import is left out: a name with a dot in it, or with what moves a terminal's cursor. */
const isSource = (name: string) =>
  /^[^.\p{Cc}]+\.py$/u.test(name) && !/^(test_.*|.*_test|conftest|setup)\.py$/.test(name);

/** PowerShell writes UTF-16, which pip reads as well. */
const textOf = (bytes: Buffer) =>
  bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8");

const depthOf = (path: string) => path.split("/").length;
