import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ContextEntry } from "./context-entries";

/** Within it a file may change once more without another time of change. */
const TOO_NEW_MS = 2000;

/**
 * How a context's files look from outside: another path, mode, size, time of change or inode is another
 * look. Docker's own builds tell by less whether a file is one that they have:
 * https://github.com/tonistiigi/fsutil/blob/master/diff_containerd.go
 *
 * @param began when the entries began to be read, in milliseconds.
 * @returns undefined where a file is so new that it may change without another look.
 */
export function lookOf(entries: Iterable<ContextEntry>, began: number): string | undefined {
  const hash = createHash("sha256");
  for (const { path, stats, isImplied } of entries) {
    const { mode, size, mtimeMs, ino, dev } = stats;
    if (stats.isDirectory()) {
      hash.update(`${path}\0${mode} ${isImplied}\0`);
      continue;
    }
    if (mtimeMs > began - TOO_NEW_MS) return undefined;
    hash.update(`${path}\0${mode} ${size} ${mtimeMs} ${ino} ${dev}\0`);
  }
  return hash.digest("hex");
}

interface Fact {
  /** What it was worked out from, beside the files. */
  from: string;
  value: unknown;
}

/** What was worked out about a context, for as long as its files look the same. */
export class Remembered {
  private readonly facts: Record<string, Fact>;

  /**
   * @param file holds it from one run to the next.
   * @param look as lookOf tells it; where that is undefined nothing is remembered.
   */
  constructor(
    private readonly file: string,
    private readonly look: string | undefined,
  ) {
    this.facts = read(file, look);
  }

  /**
   * What was worked out before from the same, or else now.
   *
   * @param holds whether it is still so.
   */
  recall<T>(name: string, from: string, work: () => T, holds = (_: T) => true): T {
    const fact = this.facts[name];
    if (fact?.from === from && holds(fact.value as T)) return fact.value as T;
    // Before the work: where it ends half-way, what was so before may not be so any more.
    delete this.facts[name];
    this.write();
    const value = work();
    this.facts[name] = { from, value };
    this.write();
    return value;
  }

  /** At one go: another process may read it at any moment. Where nobody may write, nothing is remembered. */
  private write(): void {
    try {
      if (this.look === undefined) {
        rmSync(this.file, { force: true });
        return;
      }
      const own = `${this.file}.${process.pid}`;
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      writeFileSync(own, JSON.stringify({ look: this.look, facts: this.facts }));
      renameSync(own, this.file);
    } catch {
      forget(this.file);
    }
  }
}

/** A full disk leaves what was written before, which does not hold any more. */
function forget(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nobody may take it away, nobody could have written it.
  }
}

/** None where there are none, or those of other files. */
function read(file: string, look: string | undefined): Record<string, Fact> {
  try {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    return look !== undefined && kept.look === look ? kept.facts : {};
  } catch {
    return {};
  }
}
