import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");

/** An engine to compare: its name and how a command of it is started. */
export interface Engine {
  name: "official" | "embedded";
  command: string[];
}

/** The engine under test. */
export const EMBEDDED: Engine = {
  name: "embedded",
  command: [
    process.execPath,
    "--require",
    join(ROOT, "engine/typescript-hook.cjs"),
    join(ROOT, "engine/main.ts"),
  ],
};

/** The official CLI, where there is one. */
export function findOfficial(): Engine | undefined {
  const found = spawnSync("pulumi", ["version"]).status === 0;
  return found ? { name: "official", command: ["pulumi"] } : undefined;
}

/** What a command printed and how it ended. */
export interface Run {
  code: number;
  output: string;
}

/** A project in a folder of its own. */
export class Project {
  private constructor(readonly folder: string) {}

  /** The same settings for every case, so that the cases can be about anything. */
  static create(): Project {
    const folder = mkdtempSync(join(tmpdir(), "berth-conformance-"));
    mkdirSync(join(folder, "home"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    copyFileSync(join(__dirname, "thing.ts"), join(folder, "thing.ts"));
    writeFileSync(join(folder, "package.json"), '{"name":"conformance","main":"index.ts"}\n');
    writeFileSync(join(folder, "Pulumi.yaml"), PROJECT_FILE);
    return new Project(folder);
  }

  /** Sets the program. Cases lie in folders of their own; here everything is beside each other. */
  program(text: string): void {
    writeFileSync(join(this.folder, "index.ts"), text.replace("../../thing", "./thing"));
  }

  /** Both engines use the official plugins unless the environment says otherwise. */
  run(engine: Engine, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    const [file = "", ...before] = engine.command;
    const child = spawn(file, [...before, ...args], {
      cwd: this.folder,
      env: {
        ...process.env,
        PULUMI_CONFIG_PASSPHRASE: "conformance",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_STACK: "test",
        BERTH_FORCE_PLUGINS: "true",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    }
    return new Promise((done) => child.once("close", (code) => done({ code: code ?? -1, output })));
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
