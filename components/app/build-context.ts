import { createHash, type Hash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type ContextEntry, contextEntries } from "../../docker/context/context-entries";
import { addContent } from "../../docker/context/file-content";
import { bytesOf } from "../../docker/context/file-name";
import { IgnoreFile, ignoreFileOf, parse, readIgnoreFile } from "../../docker/context/ignore-file";
import { lookOf, Remembered } from "../../docker/context/remembered";
import type { TarEntry } from "../../docker/context/tar";
import { tarEntry } from "../../docker/context/tar-entry";

/** Where a build's files come from. */
export interface BuildSource {
  /** The folder of the app. */
  context: string;
  /**
   * Path of the Dockerfile, which may be outside of the context.
   *
   * @default the folder has none, and is given one
   */
  dockerfile: string | undefined;
}

/** What a build is given beside its Dockerfile. */
export interface BuildContext {
  /** What the docker client would send, parents first, without the Dockerfile and the ignore file. */
  entries: TarEntry[];
  /** Of the Dockerfile in the context, with slashes. */
  dockerfile: string;
  ignore: IgnoreFile;
  /** The ignore file, or the one that a user would write. */
  ignoreFile: string;
  /** What is known of the same files from the run before. */
  remembered: Remembered;
  /** SHA-256 over paths, contents, links and whatever modes git does not give, and a Dockerfile's text. */
  digest(text: string): string;
}

/** What lies beside an app that is built from a project's own folder: state, secrets, packages. */
const OF_THE_PROJECT = /^(\.pulumi|\.berth|\.git|node_modules|Pulumi(\.[^/]+)?\.yaml)$/;

/** The Dockerfile is given with the stack's labels, and always with this mode. */
const DOCKERFILE_MODE = 0o644;

/**
 * Looks at what a build is to see. It is what `docker build` would see, with three exceptions: the
 * Dockerfile has the stack's labels, and is there also where the ignore file leaves it out; the ignore
 * file of the context is not there; nor is what belongs to the project, where that has its own folder built.
 *
 * @param folder is where the stack stages it; what all stacks have staged lies beside that, and may be
 * below the context.
 * @throws ContextError for what cannot be read.
 */
export function readContext(source: BuildSource, folder: string): BuildContext {
  const { context } = source;
  const began = Date.now();
  const ignore = ignoreFileFor(source);
  const ignoreFile = ignore.file ?? ignoreFileOf(context);
  const dockerfile = pathInContext(source);
  const found = [...contextEntries(context, ignore, besides(context, dirname(folder)))].filter(
    ({ path }) => path !== ".dockerignore",
  );
  const entries = found
    .filter(({ path }) => path !== dockerfile)
    .map((entry) => tarEntry(context, entry));
  const remembered = new Remembered(`${folder}.json`, lookOf(found, began));
  const digestOf = (text: string) => {
    const hash = createHash("sha256");
    for (const entry of found) {
      hash.update(recordOf(entry, dockerfile));
      if (entry.path !== dockerfile) addTo(hash, tarEntry(context, entry), ignoreFile);
    }
    return hash.update(text).digest("hex");
  };
  const digest = (text: string) =>
    remembered.recall("digest", `${dockerfile}\n${text}`, () => digestOf(text));
  return { entries, dockerfile, ignore, ignoreFile, remembered, digest };
}

/** What no image is to have of a folder whose owner has thought of none: https://docs.docker.com/build/concepts/context/#dockerignore-files */
export const LEFT_OUT = [
  ".git",
  "**/__pycache__",
  "**/*.py[co]",
  ".venv",
  "venv",
  "**/.env",
  "**/.env.*",
];

function ignoreFileFor({ context, dockerfile }: BuildSource): IgnoreFile {
  if (dockerfile !== undefined) return readIgnoreFile(context, dockerfile);
  const own = readIgnoreFile(context, join(context, "Dockerfile"));
  const file = ignoreFileOf(context);
  return own.file === undefined ? new IgnoreFile(undefined, parse(file, LEFT_OUT.join("\n"))) : own;
}

/** A context's entries with the Dockerfile, and the folders that it is in. */
export function withDockerfile(
  { entries, dockerfile }: BuildContext,
  text: string,
  modified = new Date(),
): TarEntry[] {
  const folders = dockerfile.split("/").slice(0, -1);
  const above = folders.map((_, i) => folders.slice(0, i + 1).join("/"));
  const known = new Set(entries.map(({ path }) => path));
  const missing = above.filter((path) => !known.has(path));
  return [
    ...entries,
    ...missing.map((path): TarEntry => ({ path, type: "folder", mode: 0o755, modified })),
    { path: dockerfile, type: "file", mode: DOCKERFILE_MODE, modified, content: text },
  ];
}

/** The Dockerfile's path in the context, with slashes; one from outside comes to the top. */
function pathInContext({ context, dockerfile }: BuildSource): string {
  if (dockerfile === undefined) return "Dockerfile";
  // What links lead to: a Dockerfile in a linked folder is the one in the folder.
  const real = relative(realpathSync(context), realpathSync(dockerfile));
  const path = real.replaceAll("\\", "/");
  return path.split("/")[0] === ".." ? "Dockerfile" : path;
}

/** Tells what is no part of an app; the project that is deployed may lie somewhere below it. */
function besides(context: string, workFolder: string): (path: string) => boolean {
  const isProject = existsSync(join(context, "Pulumi.yaml"));
  const below = (file: string) => relative(context, file).replaceAll("\\", "/");
  // With a slash at its end, unless it is the context itself.
  const projects = [below("."), ...(isProject ? [""] : [])].map((path) => path && `${path}/`);
  const work = below(workFolder);
  return (path) =>
    path === work ||
    projects.some(
      (project) => path.startsWith(project) && OF_THE_PROJECT.test(path.slice(project.length)),
    );
}

/** The modes that git gives have names of their own: a digest from before others counted still holds. */
function recordOf({ path, stats, isImplied }: ContextEntry, dockerfile: string): Buffer {
  const mode = stats.mode & 0o7777;
  const other = mode.toString(8).padStart(4, "0");
  const record = (kind: string) => Buffer.concat([bytesOf(path), Buffer.from(`\0${kind}\0`)]);
  if (stats.isDirectory()) {
    if (mode !== 0o755) return record(`folder ${other}`);
    return isImplied ? Buffer.alloc(0) : record("folder");
  }
  if (stats.isSymbolicLink()) return record("link");
  if (!stats.isFile())
    return record(`${stats.isFIFO() ? "fifo" : `device ${stats.rdev}`} ${other}`);
  if (path === dockerfile) return record((mode & 0o111) === 0 ? "file" : "program");
  if (mode === 0o755) return record("program");
  return record(mode === 0o644 ? "file" : `file ${other}`);
}

function addTo(hash: Hash, { target = "", content }: TarEntry, ignoreFile: string): void {
  hash.update(bytesOf(target));
  if (typeof content === "object" && "from" in content) addContent(hash, content.from, ignoreFile);
}
