import { createHash, type Hash } from "node:crypto";
import { lstatSync, readlinkSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, resolve } from "node:path";
import { type ContextEntry, contextEntries } from "../../../../docker/context/context-entries";
import { ContextError } from "../../../../docker/context/context-error";
import { addContent } from "../../../../docker/context/file-content";
import { bytesOf, pathText, shownPath } from "../../../../docker/context/file-name";
import { type IgnoreFile, readIgnoreFile } from "../../../../docker/context/ignore-file";
import { lookOf, Remembered } from "../../../../docker/context/remembered";
import { goFileMode } from "./file-mode";

const KEPT = join(__dirname, "../../../../node_modules/.cache/berth-contexts");

/** How many links may lead from one to the next before it is taken for a circle. */
const MAX_LINKS = 255;

/**
 * The digest by which the official provider tells whether an image has to be built anew. It is part
 * of the state, so both engines have to come to the same one: over the Dockerfile under a name and a
 * mode of its own, then every file that the ignore file leaves, with its path, mode and content.
 *
 * @throws ContextError for what cannot be read.
 */
export function contextDigest(context: string, dockerfile: string): string {
  const began = Date.now();
  const ignore = readIgnoreFile(context, dockerfile);
  const entries = [...contextEntries(context, ignore)];
  const work = () => digestOf(context, dockerfile, ignore, entries);
  // What a link leads to may change without a change of the link.
  if (entries.some(({ stats }) => stats.isSymbolicLink())) return work();
  const from = `${resolve(context)}\n${dockerfile}`;
  const file = createHash("sha256").update(from).digest("hex");
  const all = [...entries, { path: dockerfile, stats: statSync(dockerfile), isImplied: false }];
  return new Remembered(join(KEPT, `${file}.json`), lookOf(all, began)).recall(
    "digest",
    from,
    work,
  );
}

function digestOf(
  context: string,
  dockerfile: string,
  ignore: IgnoreFile,
  entries: readonly ContextEntry[],
): string {
  const digest = createHash("sha256");
  const content = (path: string) => sha256((hash) => addContent(hash, path, ignore.file));
  add(digest, "Dockerfile", "-".repeat(10), content(dockerfile));
  for (const { path, stats } of entries) {
    if (stats.isDirectory()) continue;
    const file = join(context, path);
    const hashed = stats.isFile()
      ? content(file)
      : sha256((hash) => hash.update(stats.isSymbolicLink() ? bytesOf(followLink(file)) : ""));
    add(digest, path, goFileMode(stats.mode), hashed);
  }
  return digest.digest("hex");
}

function add(digest: Hash, path: string, mode: string, content: Buffer): void {
  digest.update(bytesOf(path)).update(mode).update(content).update("\0");
}

function sha256(fill: (hash: Hash) => void): Buffer {
  const hash = createHash("sha256");
  fill(hash);
  return hash.digest();
}

function followLink(path: string): string {
  try {
    return resolveLink(path);
  } catch (error) {
    const hint = "mend it, or leave it out with .dockerignore";
    throw new ContextError(`the link ${shownPath(path)} leads nowhere; ${hint}`, { cause: error });
  }
}

/** The path that a link leads to in the end, relative when the link's own path is, as Go resolves it. */
function resolveLink(path: string, links = 0): string {
  if (links > MAX_LINKS) throw new Error(`${path} leads in a circle`);
  let resolved = isAbsolute(path) ? "/" : "";
  for (const [i, part] of path.split("/").entries()) {
    if (part === "" || part === ".") continue;
    const next = resolved ? join(resolved, part) : part;
    if (part === ".." || !lstatSync(bytesOf(next)).isSymbolicLink()) {
      resolved = next;
      continue;
    }
    const target = pathText(readlinkSync(bytesOf(next), "buffer"));
    const rest = path
      .split("/")
      .slice(i + 1)
      .join("/");
    const followed = isAbsolute(target) ? target : join(dirname(next), target);
    return resolveLink(rest ? join(followed, rest) : followed, links + 1);
  }
  return normalize(resolved || ".");
}
