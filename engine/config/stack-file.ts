import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar } from "yaml";

import { UserError } from "../errors";
import type { PropertyPath } from "../resource/property-path";
import { readIfExists, writeAtomic } from "../state/files";
import { qualifyKey } from "./config-key";
import { edited, textOf } from "./edit";
import { withoutValueAt, withValueAt } from "./raw-path";
import type { RawObject, RawValue } from "./raw-value";
import { parseStackText } from "./stack-text";

/**
 * A Pulumi.<stack>.yaml. Edits keep its comments and its order, and one that would lose or break
 * something else is refused.
 */
export class StackFile {
  private isChanged = false;

  private constructor(
    readonly path: string,
    private document: Document,
    /** What the file has; undefined where there is none. */
    private written: string | undefined,
    private readonly namespace: string | undefined,
  ) {}

  /**
   * @param namespace that of keys without one: the project's name.
   * @throws UserError with a line for each thing that keeps it from being read.
   */
  static async load(path: string, namespace?: string): Promise<StackFile> {
    const text = await readIfExists(path);
    const document = parseStackText(basename(path), text ?? "");
    if (namespace) qualifyKeys(document, namespace, basename(path));
    return new StackFile(path, document, text, namespace);
  }

  /** Whether the file still has what was read of it. */
  async isAsRead(): Promise<boolean> {
    return (await readIfExists(this.path)) === this.written;
  }

  get salt(): string | undefined {
    return this.text("encryptionsalt");
  }

  set salt(salt: string) {
    this.change(["encryptionsalt"], salt, salt);
  }

  /** A secrets provider other than the passphrase, which only the official CLI can use. */
  get secretsProvider(): string | undefined {
    return this.text("secretsprovider");
  }

  /** Whether settings come from environments of Pulumi ESC too, which only the official CLI can ask. */
  get hasEnvironment(): boolean {
    return this.document.has("environment");
  }

  /** The keys with their namespaces, and the values. */
  get config(): Record<string, RawValue> {
    return this.data.config ?? {};
  }

  /**
   * Sets a setting or, with a path, a part of it.
   *
   * @throws UserError where anything else would be lost; nothing is changed then.
   */
  set(key: string, value: RawValue, path: PropertyPath = []): void {
    const whole = this.preview(key, value, path);
    this.change(["config", key, ...path], value, whole);
  }

  /** The setting as `set` would make it. */
  preview(key: string, value: RawValue, path: PropertyPath = []): RawValue {
    return withValueAt(this.config[key], [this.shortName(key), ...path], value);
  }

  /** Removes a setting or, with a path, a part of it; nothing where that is not there. */
  remove(key: string, path: PropertyPath = []): void {
    const { [key]: before } = this.config;
    if (before === undefined) return;
    const isLast = path.length === 0 && Object.keys(this.config).length === 1;
    const whole =
      path.length === 0 ? undefined : withoutValueAt(before, [this.shortName(key), ...path]);
    this.change(isLast ? ["config"] : ["config", key, ...path], undefined, whole);
  }

  /**
   * Writes what was changed.
   *
   * @throws UserError where somebody else has changed the file meanwhile.
   */
  async save(): Promise<void> {
    if (!this.isChanged) return;
    const text = textOf(this.document);
    const there = await readIfExists(this.path);
    if (there !== this.written) {
      throw new UserError(
        `${this.path} was changed by somebody else meanwhile, and is left as it is; give the command again`,
      );
    }
    await writeAtomic(this.path, text, { mode: 0o644 });
    this.written = text;
    this.isChanged = false;
  }

  /** Makes it the file of another stack, where there is one. */
  async moveTo(stack: string): Promise<void> {
    if (!existsSync(this.path)) return;
    await rename(this.path, join(dirname(this.path), `Pulumi.${stack}.yaml`));
  }

  private get data(): { config?: Record<string, RawValue> } {
    return (this.document.toJS() ?? {}) as { config?: Record<string, RawValue> };
  }

  /**
   * @param path from the top of the file.
   * @param whole the setting that it is in, or the entry at the top, as it is to be; undefined where it goes.
   */
  private change(path: PropertyPath, value: RawValue | undefined, whole: RawValue | undefined) {
    const data = (this.document.toJS() ?? {}) as RawObject;
    const depth = path[0] === "config" && path.length > 1 ? 2 : 1;
    const wanted = withWhole(data, path.slice(0, depth), whole);
    if (isDeepStrictEqual(wanted, data)) return;
    const changed = edited(this.document, { path, value, depth, whole }, wanted);
    if (!changed) {
      throw new UserError(
        `${basename(this.path)} is left as it is: with another value for ${this.shortName(String(path[depth - 1]))} it would not read back the same, as where one value is used in several places (an anchor); edit the file by hand`,
      );
    }
    this.document = changed;
    this.isChanged = true;
  }

  private shortName(key: string): string {
    const prefix = `${this.namespace}:`;
    return key.startsWith(prefix) ? key.slice(prefix.length) : key;
  }

  private text(key: string): string | undefined {
    const value = this.document.get(key);
    return typeof value === "string" ? value : undefined;
  }
}
/** The data of a stack file with one entry of it as it is to be. */
function withWhole(data: RawObject, path: PropertyPath, whole: RawValue | undefined): RawObject {
  const [key = "", ...rest] = path.map(String);
  const entries = new Map(Object.entries(data));
  const inner = (entries.get(key) ?? {}) as RawObject;
  const value = rest.length === 0 ? whole : withWhole(inner, rest, whole);
  if (value === undefined) entries.delete(key);
  else entries.set(key, value);
  return Object.fromEntries(entries);
}

/** Gives keys without a namespace the project's, so that one setting never stands there twice. */
function qualifyKeys(document: Document, namespace: string, file: string): void {
  const config = document.get("config");
  if (!isMap(config)) return;
  const seen = new Map<string, string>();
  for (const { key } of config.items) {
    if (!isScalar(key)) continue;
    const written = String(key.value);
    const name = keyIn(file, written, namespace);
    const other = seen.get(name);
    if (other !== undefined) {
      throw new UserError(
        `${file} has one setting twice, as ${other} and as ${written}; remove one of the two from the file`,
      );
    }
    seen.set(name, written);
    if (name !== written) key.value = name;
  }
}

function keyIn(file: string, written: string, namespace: string): string {
  try {
    return qualifyKey(written, namespace);
  } catch {
    throw new UserError(
      `${file}: ${written}: given a key with too many colons; accepted: KEY or NAMESPACE:KEY; rename it`,
    );
  }
}
