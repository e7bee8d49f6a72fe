import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { isatty } from "node:tty";
import type { PlanListener } from "../../engine/cli/plan-listener";
import type { Engine } from "./choice";

/** How a command line of the engine is started as a process. */
export interface Invocation {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** Starts a command line on an engine. Pure. */
export function invocation(
  engine: Engine,
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Invocation {
  if (engine.kind === "embedded") {
    const { hook, main } = embeddedFiles(root);
    return { command: process.execPath, args: ["--require", hook, `${main}.ts`, ...args], env };
  }
  if (engine.from === "PATH") return { command: engine.command, args, env };
  // The CLI looks for its language hosts on PATH; they are in its own folder.
  const path = [dirname(engine.command), env.PATH].filter(Boolean).join(delimiter);
  return { command: engine.command, args, env: { ...env, PATH: path } };
}

function embeddedFiles(root: string) {
  const folder = join(root, "engine");
  return { folder, hook: join(folder, "typescript-hook.cjs"), main: join(folder, "main") };
}

/**
 * Runs the embedded engine in this very process: that saves the start of another one, and signals
 * reach it as they come. It ends the process itself.
 *
 * @param listener is told what its previews plan.
 */
export function becomeEmbeddedEngine(
  root: string,
  args: readonly string[],
  listener?: PlanListener,
): void {
  const { folder, main } = embeddedFiles(root);
  if (listener) require(join(folder, "cli", "plan-listener")).listenToPlans(listener);
  process.argv.splice(1, Number.POSITIVE_INFINITY, `${main}.ts`, ...args);
  require(main);
}

/**
 * Runs a process in this one's place: it has the terminal, its exit code and the signal that ended
 * it become this one's, and signals reach it.
 */
export function runInPlace({ command, args, env }: Invocation): Promise<number> {
  // Ctrl-C on a terminal reaches the child without help; passing it on would be a second one.
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  const handlers = (["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const fromTerminal = hasTerminal && (signal === "SIGINT" || signal === "SIGQUIT");
    return [signal, () => void (fromTerminal || child.kill(signal))] as const;
  });
  // Before the child starts: a signal in between would end this process and leave the child behind.
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const child = spawn(command, args, { env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal === null) return resolve(code ?? 1);
      for (const [name, handler] of handlers) process.off(name, handler);
      process.kill(process.pid, signal);
      // For signals that do not end this process at once.
      resolve(128 + constants.signals[signal]);
    });
  });
}
