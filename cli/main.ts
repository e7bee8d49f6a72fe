import { join } from "node:path";
import { UserError } from "../shared/errors";
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
  dockerfile: async (args, cwd) => (await import("./dockerfile")).runDockerfile(args, cwd),
  releases: async (args, cwd, { env }) => (await import("./releases")).runReleases(args, cwd, env),
};

async function main(argv: readonly string[]): Promise<number | undefined> {
  const machine = realMachine();
  const line = parseCommandLine(argv);
  const own = Object.hasOwn(OWN_COMMANDS, line.command) ? OWN_COMMANDS[line.command] : undefined;
  if (own) {
    await own(line.args, process.cwd(), machine);
    return undefined;
  }
  const engine = await engineFor(line, machine);
  machine.say(engine.line);
  const { env: added, args: more } = await prepare(line, {
    machine,
    cwd: process.cwd(),
    root: ROOT,
    dockerApi: (address) => dockerApi(address, machine.env),
    local: localEngine(machine),
    resolveHost: async (setting) => {
      const { resolveHost } = await import("../docker/host");
      return resolveHost(setting, machine.env);
    },
    kind: engine.kind,
    engine: (args, env) => {
      const { command, ...rest } = invocation(engine, ROOT, args, env);
      return machine.capture(command, rest.args, { env: rest.env });
    },
  });
  const args = withFlags(line.args, more);
  if (engine.kind === "embedded") {
    Object.assign(process.env, added);
    becomeEmbeddedEngine(ROOT, args);
    return undefined;
  }
  const started = performance.now();
  const code = await runInPlace(invocation(engine, ROOT, args, { ...machine.env, ...added }));
  if (machine.env.BERTH_TIMINGS) {
    const seconds = (ms: number) => (ms / 1000).toFixed(2).padStart(7);
    machine.say(`${seconds(started)} s  wrapper`);
    machine.say(`${seconds(performance.now() - started)} s  pulumi CLI`);
  }
  return code;
}

/** Flags stand before what a program's own arguments begin with. */
function withFlags(args: readonly string[], flags: readonly string[]): string[] {
  const end = args.indexOf("--");
  return end < 0 ? [...args, ...flags] : [...args.slice(0, end), ...flags, ...args.slice(end)];
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
    // A fault of the wrapper's own is no help to a person; who looks for it asks for the trace.
    const text = process.env.BERTH_DEBUG ? error.stack : error.message;
    process.stderr.write(`berth: error: ${error instanceof UserError ? error.message : text}\n`);
    process.exitCode = error instanceof UserError ? error.exitCode : 1;
  },
);
