import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { commandOf, type Engine } from "../../support/engines";
import { type Result, run } from "../../support/pulumi-cli";

const ROOT = resolve(__dirname, "../../..");

/** A project of one file, in a folder of its own. */
export class TinyProject {
  private constructor(
    private readonly folder: string,
    private readonly plugins: boolean,
  ) {}

  /** @param plugins the embedded engine takes the providers' plugins in place of its own. */
  static create({ plugins }: { plugins: boolean }): TinyProject {
    const folder = mkdtempSync(join(tmpdir(), "berth-conformance-"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    copyFileSync(join(__dirname, "thing.ts"), join(folder, "thing.ts"));
    writeFileSync(join(folder, "package.json"), '{"name":"conformance","main":"index.ts"}\n');
    writeFileSync(join(folder, "Pulumi.yaml"), PROJECT_FILE);
    return new TinyProject(folder, plugins);
  }

  /** Sets the program. Cases lie in folders of their own; here everything is beside each other. */
  program(text: string): void {
    writeFileSync(join(this.folder, "index.ts"), text.replace("../../thing", "./thing"));
  }

  run(engine: Engine, args: readonly string[]): Promise<Result> {
    const [command, ...words] = commandOf(engine);
    const env = {
      PULUMI_CONFIG_PASSPHRASE: "conformance",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_STACK: "test",
      ...(this.plugins && { BERTH_FORCE_PLUGINS: "true" }),
    };
    return run(command, [...words, ...args], { cwd: this.folder, env });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const PROJECT_FILE = `name: conformance
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --require ${join(ROOT, "engine/typescript-hook.cjs")}
backend: {url: "file://."}
main: index.ts
config:
  fallback: {type: string, default: from the project}
`;
