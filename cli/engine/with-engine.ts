import { join } from "node:path";
import type { PlanListener } from "../../engine/cli/plan-listener";
import { EXIT } from "../../shared/errors";
import { type CommandLine, engineKind, isPlanning } from "../command-line";
import { dockerApi } from "../docker-api";
import { keepNote } from "../history/run-note";
import type { BeginProof, runPlanned } from "../impact/plan";
import type { Machine } from "../machine";
import { prepare } from "../prepare";
import { localEngine } from "../prepare/local-engine";
import { proofText } from "../proof/figures";
import type { Proof } from "../proof/proof";
import { chooseEngine, type Engine, type Picked } from "./choice";
import { findCli } from "./find-cli";
import { notesIn } from "./notes";
import { becomeEmbeddedEngine, invocation, runInPlace } from "./process";

const ROOT = join(__dirname, "../..");

/**
 * Runs a command line on the engine that it, the environment or this machine chooses, once what it needs is
 * there.
 *
 * @returns its exit code; undefined where the engine is this very process.
 */
export async function runWithEngine(
  line: CommandLine,
  machine: Machine,
): Promise<number | undefined> {
  const engine = await engineFor(line, machine);
  const captured = (on: Engine, words: readonly string[], env: NodeJS.ProcessEnv) => {
    const { command, ...rest } = invocation(on, ROOT, words, env);
    return machine.capture(command, rest.args, { env: rest.env });
  };
  machine.say(engine.line);
  const { env: added, args: more } = await prepare(line, {
    machine,
    cwd: process.cwd(),
    root: ROOT,
    dockerApi: (address) => dockerApi(address, machine.env),
    local: localEngine(machine),
    resolveHost: async (setting) => {
      const { resolveHost } = await import("../../docker/host");
      return resolveHost(setting, machine.env);
    },
    kind: engine.kind,
    engine: (args, env) => captured(engine, args, env),
    embedded: (args, env) => captured({ kind: "embedded", line: "" }, args, env),
  });
  const args = withFlags(line.args, more);
  const began = Date.now();
  let proof: Proof | undefined;
  const begin = async () => {
    const { beginProof } = await import("../proof/proof");
    proof = await beginProof(line, process.cwd(), machine.env);
    return proof;
  };
  const note = () => {
    if (NOTED.has(line.command)) keepNote(line, machine.env, began, proof?.figures());
  };
  if (engine.kind === "embedded") {
    Object.assign(process.env, added);
    const listener = isPlanning(line) ? listenerOf(line, machine, begin) : undefined;
    process.once("exit", note);
    becomeEmbeddedEngine(ROOT, args, listener);
    return undefined;
  }
  const started = performance.now();
  const env = { ...machine.env, ...added };
  const run = (words: readonly string[], extra: object = {}) =>
    runInPlace(invocation(engine, ROOT, words, { ...env, ...extra }));
  const code = await (isPlanning(line)
    ? withPlan(
        line,
        machine,
        (words, flags) => run(withFlags(words, [...more, ...flags]), OFFERS_EVENT_LOG),
        begin,
      )
    : run(args));
  note();
  if (machine.env.BERTH_TIMINGS) {
    const seconds = (ms: number) => (ms / 1000).toFixed(2).padStart(7);
    machine.say(`${seconds(started)} s  wrapper`);
    machine.say(`${seconds(performance.now() - started)} s  pulumi CLI`);
  }
  return code;
}

/** Commands that add a run to a stack's history. */
const NOTED: ReadonlySet<string> = new Set(["up", "destroy", "refresh", "import"]);

/** The CLI has `--event-log` only where it is to help who looks for faults. */
const OFFERS_EVENT_LOG = { PULUMI_DEBUG_COMMANDS: "true" };

const withPlan: typeof runPlanned = async (...args) =>
  (await import("../impact/plan")).runPlanned(...args);

/** Judges a plan, and asks the app while it is carried out; the engine ends the process by itself. */
const listenerOf =
  (line: CommandLine, machine: Machine, begin: BeginProof): PlanListener =>
  async (steps, print) => {
    const { judge, mayRollOut } = await import("../impact/plan");
    const { isRollout } = await import("../impact/impact");
    judge(steps, line, print);
    const proof = mayRollOut(line) && isRollout(steps) ? await begin() : undefined;
    process.once("exit", (code) => {
      const figures = code === EXIT.declined ? undefined : proof?.figures();
      if (figures) machine.say(proofText(figures));
    });
  };

/** Flags stand before what a program's own arguments begin with. */
function withFlags(args: readonly string[], flags: readonly string[]): string[] {
  const end = args.indexOf("--");
  return end < 0 ? [...args, ...flags] : [...args.slice(0, end), ...flags, ...args.slice(end)];
}

function engineFor(line: CommandLine, machine: Machine): Promise<Engine> {
  const { version } = require("../../package.json") as { version: string };
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
