import { createHash, type Hash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";

import { UserError } from "../../../errors";
import { contextFiles } from "./context-files";
import { goFileMode } from "./file-mode";
import { ignoring, readIgnoreFile } from "./ignore-file";

/** How many links may lead from one to the next before it is taken for a circle. */
const MAX_LINKS = 255;

/**
 * The digest by which the official provider tells whether an image has to be built anew. It is part
 * of the state, so both engines have to come to the same one: over the Dockerfile under a name and a
 * mode of its own, then every file that the ignore file leaves, with its path, mode and content.
 */
export function contextDigest(context: string, dockerfile: string): string {
  const digest = createHash("sha256");
  add(digest, "Dockerfile", "-".repeat(10), sha256(readFileSync(dockerfile)));
  const ignore = ignoring(readIgnoreFile(context, dockerfile));
  for (const { path, stats } of contextFiles(context, ignore)) {
    if (stats.isDirectory()) continue;
    const file = join(context, path);
    const content = stats.isSymbolicLink()
      ? followLink(file)
      : stats.isFile()
        ? readFileSync(file)
        : "";
    add(digest, path, goFileMode(stats.mode), sha256(content));
  }
  return digest.digest("hex");
}

function add(digest: Hash, path: string, mode: string, content: Buffer): void {
  digest.update(path).update(mode).update(content).update("\0");
}

function sha256(content: Buffer | string): Buffer {
  return createHash("sha256").update(content).digest();
}

function followLink(path: string): string {
  try {
    return resolveLink(path);
  } catch (error) {
    const hint = "mend it, or leave it out with .dockerignore";
    throw new UserError(`the link ${path} leads nowhere; ${hint}`, { cause: error });
  }
}

/** The path that a link leads to in the end, relative when the link's own path is, as Go resolves it. */
function resolveLink(path: string, links = 0): string {
  if (links > MAX_LINKS) throw new Error(`${path} leads in a circle`);
  let resolved = isAbsolute(path) ? "/" : "";
  for (const [i, part] of path.split("/").entries()) {
    if (part === "" || part === ".") continue;
    const next = resolved ? join(resolved, part) : part;
    if (part === ".." || !lstatSync(next).isSymbolicLink()) {
      resolved = next;
      continue;
    }
    const target = readlinkSync(next);
    const rest = path
      .split("/")
      .slice(i + 1)
      .join("/");
    const followed = isAbsolute(target) ? target : join(dirname(next), target);
    return resolveLink(rest ? join(followed, rest) : followed, links + 1);
  }
  return normalize(resolved || ".");
}
