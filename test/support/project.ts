import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { projectLabel, removeProject } from "./docker";
import { commandOf, ENGINES, type Engine } from "./engines";
import type { Invocation } from "./faults";
import { type Result, run } from "./pulumi-cli";
import { noteTrace } from "./traces";

const ROOT = resolve(__dirname, "../..");
/** What a deployment does not need, or has to be its own. */
const LEFT_OUT = /^(node_modules|dist|test|examples|images|docs|Pulumi\..*|\..*)$/;

/** Settings of a stack file: keys without a namespace. */
export type StackConfig = Record<string, unknown>;

/** A copy of the project, or of an example, with a name of its own, in a temporary folder. */
export class Project {
  readonly folder: string;
  /** What runs all but `up`, `preview` and `destroy`, for which engines take turns. */
  readonly engine: Engine;
  private readonly engines: readonly Engine[];
  private readonly env: NodeJS.ProcessEnv;
  private turn = 0;
  private readonly forget: () => void;

  /**
   * @param engines what runs it. Where there are several, each `up`, `preview` or `destroy` is another
   * one's turn, so that they find what the others made.
   * @param source the folder that is copied, relative to this repository.
   */
  constructor(
    readonly name: string,
    engines: Engine | readonly Engine[] = ENGINES,
    source = ".",
  ) {
    this.engines = [engines].flat();
    this.engine = this.engines[0] ?? "embedded";
    this.folder = mkdtempSync(join(tmpdir(), `${name}-`));
    this.forget = noteTrace({ label: projectLabel(name), folder: this.folder });
    this.env = {
      PULUMI_CONFIG_PASSPHRASE: "end-to-end",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_BACKEND_URL: `file://${this.folder}`,
    };
    this.take(source);
    // After the lock file, which else would count as newer than what is installed.
    linkPackages(join(this.folder, "node_modules"));
  }

  /**
   * Gives the project the files of another folder in place of those that it has. Its stacks stay.
   *
   * @param source relative to this repository.
   */
  take(source: string): void {
    const from = resolve(ROOT, source);
    const isTaken = (name: string) => !LEFT_OUT.test(name);
    for (const entry of readdirSync(this.folder).filter(isTaken)) {
      rmSync(join(this.folder, entry), { recursive: true });
    }
    for (const entry of readdirSync(from).filter(isTaken)) {
      cpSync(join(from, entry), join(this.folder, entry), { recursive: true });
    }
    const definition = parse(readFileSync(join(from, "Pulumi.yaml"), "utf8"));
    writeFileSync(this.path("Pulumi.yaml"), stringify({ ...definition, name: this.name }));
  }

  /** The same project and state, run by this engine alone. */
  under(engine: Engine): Project {
    return Object.create(this, { engine: { value: engine }, engines: { value: [engine] } });
  }

  /** The same project and state, run by the engine whose turn it is. */
  inTurn(): Project {
    return this.under(this.engines[this.turn++ % this.engines.length] ?? this.engine);
  }

  /** Writes a stack's settings, keeping the salt that its secrets are encrypted with. */
  configure(stack: string, config: StackConfig): void {
    const file = join(this.folder, `Pulumi.${stack}.yaml`);
    writeFileSync(file, stringify({ ...this.readStackFile(file), config }));
  }

  /** A secret of a stack as `configure` takes it: encrypted. */
  async secret(stack: string, text: string): Promise<{ secure: string }> {
    const key = "encrypted";
    succeeded(await this.pulumi("config", "set", "--stack", stack, "--secret", key, text));
    const { config } = this.readStackFile(this.path(`Pulumi.${stack}.yaml`));
    return config?.[`${this.name}:${key}`] as { secure: string };
  }

  private readStackFile(file: string): { config?: StackConfig } {
    try {
      return parse(readFileSync(file, "utf8"));
    } catch {
      return {};
    }
  }

  /** Makes a stack with these settings. */
  async stack(stack: string, config: StackConfig): Promise<void> {
    this.configure(stack, config);
    const { code, output } = await this.pulumi("stack", "init", stack);
    if (code !== 0) throw new Error(output);
  }

  /** Runs one `pulumi` command line in the project. */
  pulumi(...args: string[]): Promise<Result> {
    const { command, words, ...options } = this.invocation(...args);
    return run(command, words, options);
  }

  /** How one `pulumi` command line is started, for tests that do not only wait for its end. */
  invocation(...args: string[]): Invocation {
    const [command, ...words] = commandOf(this.engine);
    const flags = args[0] === "config" || args[0] === "stack" ? [] : ["--color", "never"];
    words.push(...args, "--non-interactive", ...flags);
    return { command, words, cwd: this.folder, env: this.env };
  }

  up(stack: string, ...flags: string[]): Promise<Result> {
    return this.inTurn().pulumi("up", "--stack", stack, "--yes", "--skip-preview", ...flags);
  }

  /** Like `up`, but anything but exit code 0 fails the test with the command's output. */
  async mustUp(stack: string, ...flags: string[]): Promise<string> {
    return succeeded(await this.up(stack, ...flags));
  }

  preview(stack: string, ...flags: string[]): Promise<Result> {
    return this.inTurn().pulumi("preview", "--stack", stack, ...flags);
  }

  destroy(stack: string): Promise<Result> {
    return this.inTurn().pulumi("destroy", "--stack", stack, "--yes", "--skip-preview");
  }

  async outputs(stack: string): Promise<Record<string, unknown>> {
    const { output } = await this.pulumi(
      "stack",
      "output",
      "--stack",
      stack,
      "--json",
      "--show-secrets",
    );
    return JSON.parse(output);
  }

  /** Name of the container that has a role. */
  async containerOf(stack: string, role: string): Promise<string> {
    const containers = (await this.outputs(stack)).containers as Record<string, string>;
    const name = containers[role];
    if (!name) throw new Error(`no container is ${role} among ${JSON.stringify(containers)}`);
    return name;
  }

  /** The state as it is stored: secrets encrypted, unless `--show-secrets` is among the flags. */
  async state(stack: string, ...flags: string[]): Promise<string> {
    return succeeded(await this.pulumi("stack", "export", "--stack", stack, ...flags));
  }

  /** Path of a file of the project. */
  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Replaces text in a file of the project; the text has to be there. */
  edit(file: string, from: string, to: string): void {
    const before = readFileSync(this.path(file), "utf8");
    if (!before.includes(from)) throw new Error(`${file} does not contain ${from}`);
    writeFileSync(this.path(file), before.replaceAll(from, to));
  }

  /** Takes everything of the project off the engine and off the disk, whatever state it is in. */
  async remove(): Promise<void> {
    await removeProject(this.name);
    rmSync(this.folder, { recursive: true, force: true });
    this.forget();
  }
}

/** The packages of this repository, and the repository itself as the package that examples import. */
function linkPackages(folder: string): void {
  mkdirSync(folder);
  symlinkSync(ROOT, join(folder, "berth"));
  const packages = join(ROOT, "node_modules");
  for (const name of readdirSync(packages)) symlinkSync(join(packages, name), join(folder, name));
}

/** The output of a command that has to succeed. */
export function succeeded({ code, output }: Result): string {
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
  return output;
}
