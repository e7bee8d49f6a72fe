import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** From which commit a run is made, as the official CLI notes it in the history. */
export interface Commit {
  /** The first line of its message. */
  title: string;
  environment: Record<string, string>;
}

const LIMIT_MS = 2_000;
const FIELDS = ["%H", "%an", "%ae", "%cn", "%ce", "%s"];

/** The commit that the repository around a folder is at; undefined without repository, commit or git. */
export async function commitOf(folder: string): Promise<Commit | undefined> {
  const git = async (...words: string[]) => {
    // No other process of a person's is kept waiting by its lock.
    const options = { cwd: folder, timeout: LIMIT_MS, maxBuffer: Number.POSITIVE_INFINITY };
    const { stdout } = await promisify(execFile)("git", ["--no-optional-locks", ...words], options);
    return stdout;
  };
  try {
    const [log, status, head] = await Promise.all([
      git("log", "-1", `--format=${FIELDS.join("%x00")}`),
      // Of a large repository it may not come in time.
      git("status", "--porcelain").catch(() => undefined),
      git("symbolic-ref", "--quiet", "HEAD").catch(() => ""),
    ]);
    const [hash = "", author = "", email = "", committer = "", theirs = "", title = ""] = log
      .trimEnd()
      .split("\0");
    const headName = head.trim();
    const environment = {
      ...{ "git.head": hash, ...(headName && { "git.headName": headName }) },
      ...{ "git.author": author, "git.author.email": email },
      ...{ "git.committer": committer, "git.committer.email": theirs },
      ...(status !== undefined && { "git.dirty": String(status !== "") }),
    };
    return { title, environment };
  } catch {
    return undefined;
  }
}
