import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { commandOf, type Engine } from "./engines";
import { type Invocation, RunningCommand } from "./faults";
import type { Result } from "./pulumi-cli";

const ROOT = resolve(__dirname, "../..");
const THING = join(ROOT, "test/engine/conformance/thing.ts");

const PROJECT_FILE = `name: tiny
runtime:
  name: nodejs
  options: {typescript: false, nodeargs: --require ${join(ROOT, "register.cjs")}}
backend: {url: "file://."}
main: index.ts
config:
  fallback: {type: string, default: from the project}
`;

/** A project of a few lines in a folder of its own, with one stack: `dev`. */
export class TinyProject {
  readonly folder = mkdtempSync(join(tmpdir(), "berth-tiny-"));
  readonly stateFile = this.path(".pulumi", "stacks", "tiny", "dev.json");

  private readonly commands: RunningCommand[] = [];

  /** @param program TypeScript; it can import `components` of this project. */
  constructor(
    program = "",
    private readonly engine: Engine = "embedded",
  ) {
    for (const name of ["node_modules", "components", "docker"]) {
      symlinkSync(join(ROOT, name), this.path(name));
    }
    copyFileSync(THING, this.path("thing.ts"));
    this.write("package.json", '{"name":"tiny","main":"index.ts"}');
    this.write("Pulumi.yaml", PROJECT_FILE);
    this.program(program);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text);
  }

  /** Sets the program. The cases of the conformance lie elsewhere; here all is side by side. */
  program(text: string): void {
    this.write("index.ts", text.replace("../../thing", "./thing"));
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
    const command = new RunningCommand(this.invocation(args, env));
    this.commands.push(command);
    return command;
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
    return this.start(args, env).ended;
  }

  /** The same project and state, run by another engine. */
  under(engine: Engine): TinyProject {
    return Object.create(this, { engine: { value: engine } });
  }

  /** Ends what a test that failed left running, and takes the project off the disk. */
  remove(): void {
    for (const command of this.commands) command.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private invocation(args: readonly string[], env: NodeJS.ProcessEnv): Invocation {
    const [command, ...words] = commandOf(this.engine);
    const own = {
      PULUMI_CONFIG_PASSPHRASE: "tiny",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_STACK: "dev",
    };
    return { command, words: [...words, ...args], cwd: this.folder, env: { ...own, ...env } };
  }
}
