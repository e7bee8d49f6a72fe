import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { shellWord } from "../../shared/shell-word";
import { UnsupportedError, UserError } from "../errors";
import { type Checkpoint, parseCheckpoint } from "./deployment";
import { copyAtomic, namesIn, readIfExists, removeTemporaries, writeAtomic } from "./files";

/** A stack of a project. */
export interface StackRef {
  project: string;
  stack: string;
}

/** The name that the state file gives to a stack; a file backend has one organization only. */
export function qualifiedName({ project, stack }: StackRef): string {
  return `organization/${project}/${stack}`;
}

/** State in a folder, laid out as the official CLI's file backend lays it out. */
export class FileBackend {
  private readonly root: string;
  /** State files as they were when this command read them first, by their paths. */
  private readonly asRead = new Map<string, string>();

  /** The folder that holds `.pulumi`. */
  constructor(readonly folder: string) {
    this.root = join(folder, ".pulumi");
  }

  get url(): string {
    return `file://${this.folder}`;
  }

  statePath({ project, stack }: StackRef): string {
    return join(this.root, "stacks", project, `${stack}.json`);
  }

  lockFolder(ref: StackRef): string {
    return join(this.root, "locks", qualifiedName(ref));
  }

  private backupFolder({ project, stack }: StackRef): string {
    return join(this.root, "backups", project, stack);
  }

  historyFolder({ project, stack }: StackRef): string {
    return join(this.root, "history", project, stack);
  }

  /** The names of a project's stacks. */
  async stacks(project: string): Promise<string[]> {
    const names = await namesIn(join(this.root, "stacks", project));
    return names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
  }

  async exists(ref: StackRef): Promise<boolean> {
    return (await readIfExists(this.statePath(ref))) !== undefined;
  }

  /** Reads a stack's state. A damaged file is an error that names the newest good backup. */
  async read(ref: StackRef): Promise<Checkpoint> {
    await this.checkVersion();
    const path = this.statePath(ref);
    const text = await readIfExists(path);
    if (text === undefined) throw new UserError(`no stack named '${ref.stack}' found`);
    if (!this.asRead.has(path)) this.asRead.set(path, text);
    try {
      return parseCheckpoint(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new UserError(await this.damage(ref, path, error.message));
    }
  }

  /** The first state that is not what this command has read. */
  async changeSinceRead(): Promise<string | undefined> {
    for (const [path, text] of this.asRead) {
      if ((await readIfExists(path)) !== text) return `${path} has changed`;
    }
    return undefined;
  }

  private async damage(ref: StackRef, path: string, fault: string): Promise<string> {
    const backup = await this.newestGoodBackup(ref);
    const fix = backup
      ? `restore the newest good backup: cp ${shellWord(backup)} ${shellWord(path)}`
      : "no backup is left";
    return `the state file ${path} is damaged: ${fault}; ${fix}`;
  }

  private async newestGoodBackup(ref: StackRef): Promise<string | undefined> {
    const folder = this.backupFolder(ref);
    const names = (await namesIn(folder)).filter((name) => name.endsWith(".json"));
    const candidates = [`${this.statePath(ref)}.bak`, ...names.map((name) => join(folder, name))];
    for (const path of await newestFirst(candidates)) {
      try {
        parseCheckpoint((await readIfExists(path)) ?? "");
        return path;
      } catch {
        // The next older one may be whole.
      }
    }
    return undefined;
  }

  private async checkVersion(): Promise<void> {
    const meta = await readIfExists(join(this.root, "meta.yaml"));
    const version = meta && /^version:\s*(\d+)/m.exec(meta)?.[1];
    if (version && version !== "1")
      throw new UnsupportedError(`a state folder of version ${version}`);
  }

  /** Replaces a stack's state. What the official CLI noted about the old file is dropped with it. */
  async write(ref: StackRef, text: string): Promise<void> {
    const path = this.statePath(ref);
    await writeAtomic(path, text);
    await rm(`${path}.attrs`, { force: true });
  }

  /** Makes a stack with this state. */
  async create(ref: StackRef, text: string): Promise<void> {
    const meta = join(this.root, "meta.yaml");
    if ((await readIfExists(meta)) === undefined) await writeAtomic(meta, "version: 1\n");
    await this.write(ref, text);
  }

  /** Keeps a copy of the state as it is before an operation. */
  async keepPrevious(ref: StackRef): Promise<void> {
    const path = this.statePath(ref);
    await removeTemporaries(path);
    await copyAtomic(path, `${path}.bak`);
  }

  /** Adds the state after an operation to the backups. */
  async backup(ref: StackRef): Promise<void> {
    const name = `${ref.stack}.${nanoseconds()}.json`;
    await copyAtomic(this.statePath(ref), join(this.backupFolder(ref), name));
  }

  /** Adds an operation and the state that it left to the history. */
  async addHistory(ref: StackRef, update: object): Promise<void> {
    const prefix = join(this.historyFolder(ref), `${ref.stack}-${nanoseconds()}`);
    await writeAtomic(`${prefix}.history.json`, JSON.stringify(update));
    await copyAtomic(this.statePath(ref), `${prefix}.checkpoint.json`);
  }

  /** The operations of a stack, the newest first. */
  async history(ref: StackRef): Promise<unknown[]> {
    const folder = this.historyFolder(ref);
    const names = (await namesIn(folder)).filter((name) => name.endsWith(".history.json")).sort();
    const texts = await Promise.all(
      names.reverse().map((name) => readIfExists(join(folder, name))),
    );
    return texts.map((text) => JSON.parse(text ?? "{}") as unknown);
  }

  /** Removes a stack's state; its backups stay. */
  async remove(ref: StackRef): Promise<void> {
    const path = this.statePath(ref);
    await copyAtomic(path, `${path}.bak`);
    for (const name of [path, `${path}.attrs`]) await rm(name, { force: true });
    await rm(this.historyFolder(ref), { recursive: true, force: true });
  }

  /** Moves what belongs to a stack to another name, the state itself apart: it is rewritten. */
  async moveFolders(from: StackRef, to: StackRef): Promise<void> {
    for (const folder of [this.historyFolder.bind(this), this.backupFolder.bind(this)]) {
      // A stack that had the name before has left its backups.
      for (const name of await namesIn(folder(from))) {
        await mkdir(folder(to), { recursive: true });
        await rename(join(folder(from), name), join(folder(to), name));
      }
      await rm(folder(from), { recursive: true, force: true });
    }
  }
}

/** Those of the files that exist, the one that was written last first. */
async function newestFirst(paths: string[]): Promise<string[]> {
  const dated = await Promise.all(
    paths.map(async (path) => ({ path, time: (await stat(path).catch(() => undefined))?.mtimeMs })),
  );
  const present = dated.flatMap(({ path, time }) => (time === undefined ? [] : [{ path, time }]));
  return present.sort((a, b) => b.time - a.time).map(({ path }) => path);
}

/** The time in file names: nanoseconds since 1970, of which the clock gives the milliseconds. */
function nanoseconds(): string {
  return `${Date.now()}${String(process.hrtime.bigint() % 1_000_000n).padStart(6, "0")}`;
}
