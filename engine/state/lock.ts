import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { dirname, join } from "node:path";
import { userName } from "../../shared/user-name";
import { UserError } from "../errors";
import { namesIn, readIfExists, writeAtomic } from "./files";

interface LockContent {
  pid: number;
  username: string;
  hostname: string;
  timestamp: string;
}

/** A stack that no other run may change until it is released. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a stack's lock: a file that others see. One that a dead process of this host left is taken
 * over and told; a live one is refused. Locks of the official CLI are respected, and it respects ours.
 */
export async function acquireLock(folder: string, tell: (line: string) => void): Promise<Lock> {
  await refuseOthers(folder, undefined, tell);
  const own = join(folder, `${randomUUID()}.json`);
  const content: LockContent = {
    pid: process.pid,
    username: userName(),
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };
  // Whatever is in the folder counts as a lock, for the official CLI too.
  await writeAtomic(own, JSON.stringify(content), { temporaryFolder: dirname(folder) });
  const release = () => rm(own, { force: true });
  try {
    // Whoever wrote theirs in the meantime sees ours as well: at least one of us backs out.
    await refuseOthers(folder, own, tell);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** Does something under a stack's lock, which is released however that ends. */
export async function withLock<T>(
  folder: string,
  tell: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(folder, tell);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Removes all locks of a stack, as `cancel` does. */
export async function breakLocks(folder: string): Promise<void> {
  for (const path of await lockFiles(folder)) await rm(path, { force: true });
}

async function refuseOthers(
  folder: string,
  own: string | undefined,
  tell: (line: string) => void,
): Promise<void> {
  const held = await removeDeadLocks(folder, own, tell);
  if (held.length === 0) return;
  const list = held.map(({ path, who }) => `\n  ${path}: created by ${who}`).join("");
  throw new UserError(
    `the stack is currently locked by ${held.length} lock(s). Either wait for the other ` +
      `process(es) to end or delete the lock file with \`pulumi cancel\`.${list}`,
  );
}

/**
 * Removes the locks that dead processes of this host left, and tells so.
 *
 * @param own a lock that is left alone.
 * @returns those that somebody may hold.
 * @throws UserError where one is damaged.
 */
export async function removeDeadLocks(
  folder: string,
  own: string | undefined,
  tell: (line: string) => void,
): Promise<{ path: string; who: string }[]> {
  const held: { path: string; who: string }[] = [];
  for (const path of await lockFiles(folder)) {
    if (path === own) continue;
    const text = await readIfExists(path);
    if (text === undefined) continue;
    const lock = readLock(path, text);
    const who = `${lock.username}@${lock.hostname} (pid ${lock.pid}) at ${lock.timestamp}`;
    if (lock.hostname === hostname() && !isHeld(lock)) {
      tell(`Taking over the lock of ${who}: that process is gone.`);
      await rm(path, { force: true });
    } else {
      held.push({ path, who });
    }
  }
  return held;
}

/** Who holds a lock nobody can tell where its file is damaged: that is for a person to decide. */
function readLock(path: string, text: string): LockContent {
  try {
    const { pid, username, hostname: host, timestamp } = JSON.parse(text) as Partial<LockContent>;
    if (typeof pid === "number" && host && timestamp) {
      return { pid, username: username ?? "", hostname: host, timestamp };
    }
  } catch {
    // Told below, as what has no process in it.
  }
  throw new UserError(
    `the lock ${path} is damaged, so that nobody can tell who holds it; if no other run is at work: pulumi cancel`,
  );
}

async function lockFiles(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  return names
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .map((name) => join(folder, name));
}

/** A process of before the last start of this host is gone, whoever has its number now. */
function isHeld({ pid, timestamp }: LockContent): boolean {
  const hostStarted = Date.now() - uptime() * 1000;
  if (Date.parse(timestamp) < hostStarted) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** One that was killed and whose parent never asks for its end, as in containers without an init. */
function isZombie(pid: number): boolean {
  try {
    // The name before the state may have brackets and blanks.
    return /^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "");
  } catch {
    return false;
  }
}
