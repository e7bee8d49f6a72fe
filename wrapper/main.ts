import { join } from "node:path";
import { type CommandLine, engineKind, parseCommandLine } from "./command-line";
import { dockerApi } from "./docker-api";
import { chooseEngine, type Engine, type Picked } from "./engine-choice";
import { becomeEmbeddedEngine, invocation, runInPlace } from "./engine-process";
import { findCli } from "./find-cli";
import { localEngine } from "./local-engine";
import type { Machine } from "./machine";
import { notesIn } from "./notes";
import { prepare } from "./prepare";
import { realMachine } from "./real-machine";
import { Stop } from "./stop";

const ROOT = join(__dirname, "..");

/** Commands that no engine is needed for. What they need is loaded when they are given. */
const OWN_COMMANDS: Record<
  string,
  (args: readonly string[], cwd: string, machine: Machine) => Promise<void>
> = {
  backup: async (args, cwd, machine) => {
    const { parseBackupLine } = await import("./backup-line");
    const { runBackup } = await import("./backup");
    await runBackup(parseBackupLine(args), cwd, machine);
  },
  releases: async (args, cwd, { env }) => (await import("./releases")).runReleases(args, cwd, env),
};

async function main(argv: readonly string[]): Promise<number | undefined> {
  const machine = realMachine();
  const line = parseCommandLine(argv);
  const own = OWN_COMMANDS[line.command];
  if (own) {
    await own(line.args, process.cwd(), machine);
    return undefined;
  }
  const engine = await engineFor(line, machine);
  machine.say(engine.line);
  const added = await prepare(line, {
    machine,
    cwd: process.cwd(),
    dockerApi: (address) => dockerApi(address, machine.env),
    local: localEngine(machine),
    resolveHost: async (setting) => {
      const { resolveHost } = await import("../docker/host");
      return resolveHost(setting, machine.env);
    },
    takesOver: engine.kind === "embedded",
    engine: (args, env) => {
      const { command, ...rest } = invocation(engine, ROOT, args, env);
      return machine.capture(command, rest.args, { env: rest.env });
    },
  });
  if (engine.kind === "embedded") {
    Object.assign(process.env, added);
    becomeEmbeddedEngine(ROOT, line.args);
    return undefined;
  }
  return runInPlace(invocation(engine, ROOT, line.args, { ...machine.env, ...added }));
}

function engineFor(line: CommandLine, machine: Machine): Promise<Engine> {
  const { version } = require("../package.json") as { version: string };
  const notes = notesIn(join(ROOT, "node_modules", ".cache", "berth", "wrapper.json"));
  return chooseEngine(pickedEngine(line, machine.env), version, () => findCli(machine, notes));
}

function pickedEngine(line: CommandLine, env: NodeJS.ProcessEnv): Picked | undefined {
  if (line.engine) return { kind: line.engine, as: `--engine ${line.engine}` };
  const named = env.BERTH_ENGINE;
  return named
    ? { kind: engineKind(named, "BERTH_ENGINE"), as: `BERTH_ENGINE=${named}` }
    : undefined;
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: Error) => {
    // What a person can mend is told in its own words; the rest is a fault of the wrapper.
    const known = error instanceof Stop || "__pulumiRunError" in error;
    process.stderr.write(`berth: error: ${known ? error.message : error.stack}\n`);
    process.exitCode = error instanceof Stop ? error.exitCode : 1;
  },
);
