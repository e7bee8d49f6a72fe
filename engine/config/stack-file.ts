import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Document, isMap, isScalar, parseDocument } from "yaml";

import { UserError } from "../errors";
import { readIfExists, writeAtomic } from "../state/files";
import type { Project } from "./project";

/** A value of a stack file as it is written: scalars, lists and objects, `{secure: ciphertext}` for secrets. */
export type RawValue = string | number | boolean | null | RawValue[] | { [key: string]: RawValue };

/** Whether a value is an encrypted one. */
export function isSecure(value: RawValue | undefined): value is { secure: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === 1 && typeof value.secure === "string";
}

/** A Pulumi.<stack>.yaml. Edits keep its comments and its order. */
export class StackFile {
  private constructor(
    readonly path: string,
    private readonly document: Document,
  ) {}

  /** @param namespace that of keys without one: the project's name. */
  static async load(path: string, namespace?: string): Promise<StackFile> {
    const document = parseDocument((await readIfExists(path)) ?? "");
    const [error] = document.errors;
    if (error) throw new UserError(`could not read ${path}: ${error.message.split("\n")[0]}`);
    if (namespace) qualifyKeys(document, namespace);
    return new StackFile(path, document);
  }

  get salt(): string | undefined {
    return this.text("encryptionsalt");
  }

  set salt(salt: string) {
    this.document.set("encryptionsalt", salt);
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
    const json = this.document.toJS() as { config?: Record<string, RawValue> } | null;
    return json?.config ?? {};
  }

  set(key: string, value: RawValue): void {
    if (!isMap(this.document.get("config")))
      this.document.set("config", this.document.createNode({}));
    this.document.setIn(["config", key], this.document.createNode(value));
  }

  remove(key: string): void {
    this.document.deleteIn(["config", key]);
    const config = this.document.get("config");
    if (isMap(config) && config.items.length === 0) this.document.delete("config");
  }

  async save(): Promise<void> {
    await writeAtomic(this.path, this.document.toString({ lineWidth: 0 }), { mode: 0o644 });
  }

  /** Makes it the file of another stack. */
  async moveTo(stack: string): Promise<void> {
    await rename(this.path, join(dirname(this.path), `Pulumi.${stack}.yaml`));
  }

  private text(key: string): string | undefined {
    const value = this.document.get(key);
    return typeof value === "string" ? value : undefined;
  }
}

/** Gives keys without a namespace the project's, so that one setting never stands there twice. */
function qualifyKeys(document: Document, namespace: string): void {
  const config = document.get("config");
  if (!isMap(config)) return;
  for (const { key } of config.items) {
    if (isScalar(key) && !String(key.value).includes(":")) key.value = `${namespace}:${key.value}`;
  }
}

/** Where a stack's file is. */
export function stackFilePath(project: Project, stack: string): string {
  return join(project.stackConfigFolder, `Pulumi.${stack}.yaml`);
}
