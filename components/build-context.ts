import { createHash, type Hash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  rmSync,
  type Stats,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import ignore from "@balena/dockerignore";

/** Where a build's files come from. */
export interface BuildSource {
  /** The folder of the app. */
  context: string;
  /** Path of the Dockerfile, which may be outside of the context. */
  dockerfile: string;
  /** What is built instead of the Dockerfile's own text. */
  text: string;
}

/** A folder that holds exactly what a build is to see. */
export interface StagedContext {
  context: string;
  /** Path of the Dockerfile in it. */
  dockerfile: string;
  /** SHA-256 over paths, contents and whether a file can be executed. */
  digest: string;
}

/** What lies beside an app that is built from a project's own folder: state, secrets, packages. */
const OF_THE_PROJECT = /^(\.pulumi|\.berth|\.git|node_modules|Pulumi(\.[^/]+)?\.yaml)$/;

const PIECE_BYTES = 1024 * 1024;

/**
 * Puts what a build is to see into a folder of its own: the files of the context that are not
 * ignored, and the given Dockerfile.
 *
 * The docker provider would put a Dockerfile from outside of the context under a random name into
 * the image, and takes other mode bits than git keeps for a change of the content; so files get the
 * modes 644 and 755, and two clones agree. Files are linked, not copied, where that is possible.
 */
export function stageContext(source: BuildSource, folder: string): StagedContext {
  rmSync(folder, { recursive: true, force: true });
  // Files lose the modes that kept them from others' eyes, so the folder above keeps them.
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  chmodSync(dirname(folder), 0o700);
  mkdirSync(folder);
  const hash = createHash("sha256");
  const ownPath = pathInContext(source);
  for (const path of pathsBelow(source, dirname(folder))) {
    const from = join(source.context, path);
    const to = join(folder, path);
    const stat = lstatSync(from);
    hash.update(`${path}\0${kindOf(stat)}\0`);
    if (stat.isDirectory()) mkdirSync(to, { recursive: true });
    else if (path !== ownPath) stage(from, to, stat, hash);
  }
  const dockerfile = join(folder, ownPath);
  mkdirSync(dirname(dockerfile), { recursive: true });
  writeFileSync(dockerfile, source.text);
  return { context: folder, dockerfile, digest: hash.update(source.text).digest("hex") };
}

/** The Dockerfile's path in the staged folder, with slashes. */
function pathInContext({ context, dockerfile }: BuildSource): string {
  // What links lead to: a copy that is written through a linked folder would end up outside.
  const real = relative(realpathSync(context), realpathSync(dockerfile));
  const path = real.replaceAll("\\", "/");
  return path.startsWith("..") ? "Dockerfile" : path;
}

/**
 * Paths of folders, files and links that are not ignored, parents first, sorted.
 *
 * @param workFolder holds what stacks have staged, and may be below the context.
 */
function* pathsBelow({ context, dockerfile }: BuildSource, workFolder: string): Generator<string> {
  const candidates = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")];
  const ignoreFile = candidates.find((candidate) => existsSync(candidate));
  const matcher = ignore().add(ignoreFile ? readFileSync(ignoreFile, "utf8") : "");

  // The project that is deployed may lie somewhere below its app.
  const isProject = existsSync(join(context, "Pulumi.yaml"));
  const projects = [process.cwd(), ...(isProject ? [context] : [])];
  const isBeside = (file: string) =>
    projects.some((project) => OF_THE_PROJECT.test(relative(project, file)));
  function* walk(folder: string): Generator<string> {
    const entries = readdirSync(join(context, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = posix.join(folder, entry.name);
      const file = resolve(context, path);
      if (file === resolve(workFolder) || isBeside(file)) continue;
      const known = entry.isDirectory() || entry.isFile() || entry.isSymbolicLink();
      if (known && path !== ".dockerignore" && !matcher.ignores(path)) yield path;
      // An ignored folder is walked all the same: an exception may take back what is below it.
      if (entry.isDirectory()) yield* walk(path);
    }
  }
  yield* walk("");
}

function kindOf(stat: Stats): "folder" | "link" | "program" | "file" {
  if (stat.isDirectory()) return "folder";
  if (stat.isSymbolicLink()) return "link";
  return (stat.mode & 0o111) === 0 ? "file" : "program";
}

/** Stages one file or link, and adds its content to the digest. */
function stage(from: string, to: string, stat: Stats, hash: Hash): void {
  mkdirSync(dirname(to), { recursive: true });
  if (stat.isSymbolicLink()) {
    const target = readlinkSync(from);
    symlinkSync(target, to);
    hash.update(target);
    return;
  }
  const mode = kindOf(stat) === "program" ? 0o755 : 0o644;
  if ((stat.mode & 0o777) !== mode || !tryLink(from, to)) {
    copyFileSync(from, to);
    chmodSync(to, mode);
  }
  addFile(from, hash);
}

/** In pieces: a context may hold files that are larger than a buffer can be. */
function addFile(path: string, hash: Hash): void {
  const piece = Buffer.alloc(PIECE_BYTES);
  const file = openSync(path, "r");
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      hash.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

/** Fails between two file systems, and on files of others where the kernel protects them. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}
