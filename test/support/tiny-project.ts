import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { commandOf } from "./engines";
import { type Invocation, RunningCommand } from "./faults";
import type { Result } from "./pulumi-cli";

const ROOT = resolve(__dirname, "../..");
const HOOK = join(ROOT, "engine/typescript-hook.cjs");

/** A project of a few lines and one stack, `dev`, which the embedded engine runs. */
export class TinyProject {
  readonly folder = mkdtempSync(join(tmpdir(), "berth-tiny-"));
  readonly stateFile = this.path(".pulumi", "stacks", "tiny", "dev.json");

  private readonly commands: RunningCommand[] = [];

  /** @param program TypeScript; it can import `components` of this project. */
  constructor(program: string) {
    mkdirSync(this.path("home"));
    for (const name of ["node_modules", "components", "docker"])
      symlinkSync(join(ROOT, name), this.path(name));
    const options = `{typescript: false, nodeargs: --require ${HOOK}}`;
    this.write("package.json", '{"name":"tiny","main":"index.ts"}');
    this.write(
      "Pulumi.yaml",
      `name: tiny\nruntime: {name: nodejs, options: ${options}}\nbackend: {url: "file://."}\n`,
    );
    this.write("index.ts", program);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text);
  }

  start(args: string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
    const command = new RunningCommand(this.invocation(args, env));
    this.commands.push(command);
    return command;
  }

  run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
    return this.start(args, env).ended;
  }

  /** Ends what a test that failed left running, and takes the project off the disk. */
  remove(): void {
    for (const command of this.commands) command.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private invocation(args: string[], env: NodeJS.ProcessEnv): Invocation {
    const [command, ...words] = commandOf("embedded");
    return {
      command,
      words: [...words, ...args],
      cwd: this.folder,
      env: {
        PULUMI_CONFIG_PASSPHRASE: "tiny",
        PULUMI_STACK: "dev",
        PULUMI_HOME: this.path("home"),
        ...env,
      },
    };
  }
}
