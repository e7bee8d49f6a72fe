import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { checkEntryPoint } from "../config/entry-point";
import type { Project } from "../config/project";
import { UserError } from "../errors";
import { withoutHangUps } from "./hang-up";
import { LIFELINE } from "./lifeline";
import type { RunInfo } from "./monitor";

/** The exit code of a program that has already told the user what is wrong. */
const EXIT_TOLD = 32;

/** A running program. */
export interface Program {
  /** Resolves when it has ended: with what is to be told, or undefined when nothing is. */
  readonly ended: Promise<ProgramEnd>;
  /**
   * Looks again at everything that a preview's program looked at, once it has said that it is done:
   * resolves to what has changed or cannot be known, undefined where all is as it was.
   */
  changeSince(): Promise<string | undefined>;
  kill(): void;
}

export interface ProgramEnd {
  ok: boolean;
  message?: string;
}

/** A process that has loaded what programs need and waits to be told what to run. */
export interface WaitingProgram {
  /** Runs the program against a monitor at this address, as the official language host does. */
  start(info: RunInfo, address: string, print: (line: string) => void): Program;
  /** Ends it where it was not needed. */
  kill(): void;
}

/**
 * Starts a process for a program, before anything about the run is known.
 *
 * @throws UserError where there is no program, or the SDK is not installed.
 */
export function prepareProgram(project: Project): WaitingProgram {
  checkEntryPoint(project);
  const require = createRequire(join(project.programFolder, "index.js"));
  const runner = locateRunner(require, project);
  const args = [
    ...LIFELINE,
    ...splitArguments(project.nodeArgs),
    join(__dirname, "program-start.cjs"),
    runner,
  ];
  // Detached, so that the terminal's Ctrl-C does not reach it: the engine decides when it ends.
  const child = spawn(process.execPath, [...args, project.programFolder], {
    cwd: project.programFolder,
    env: process.env,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    detached: true,
  });
  // A process that could not be started tells so when it ends; writing to it is no other problem.
  child.stdin?.on("error", () => {});
  const kill = () => void child.kill("SIGKILL");
  const early: string[] = [];
  let print = (line: string): void => {
    early.push(line);
  };
  // Watched from the beginning: it may end before it is told anything.
  const ended = endOf(child, (line) => print(line));
  return {
    kill,
    start(info, address, show) {
      for (const line of early) show(line);
      print = show;
      child.stdin?.end(
        JSON.stringify({
          args: programArguments(project, info, address),
          env: environment(project, info),
          engine: info.isActedOn ? address : undefined,
        }),
      );
      return { ended, kill, changeSince: () => changeSince(child, ended) };
    },
  };
}

function changeSince(child: ChildProcess, ended: Promise<unknown>): Promise<string | undefined> {
  const pipe = child.stdio[3] as Socket;
  // A program that was killed meanwhile tells so by its end.
  pipe.on("error", () => {});
  const answer = new Promise<string | undefined>((resolve) => {
    pipe.once("data", (text) => resolve(JSON.parse(String(text)).change));
  });
  pipe.write("again");
  return Promise.race([answer, ended.then(() => "the program has ended")]);
}

function programArguments(project: Project, info: RunInfo, address: string): string[] {
  return [
    ...["--monitor", address, "--engine", address, "--organization", "organization"],
    ...["--project", info.project, "--root-directory", project.root, "--stack", info.stack],
    ...["--pwd", project.programFolder],
    ...(info.preview ? ["--dry-run"] : []),
    ...["--parallel", String(info.parallel), project.entryPoint],
  ];
}

function locateRunner(require: NodeJS.Require, project: Project): string {
  try {
    return require.resolve("@pulumi/pulumi/cmd/run");
  } catch {
    throw new UserError(
      `the package @pulumi/pulumi is not installed in ${project.root}; run \`npm ci\` there first`,
    );
  }
}

function environment(project: Project, info: RunInfo): NodeJS.ProcessEnv {
  const config = Object.entries(info.config).map(([key, value]) => {
    const at = key.indexOf(":");
    return [`${key.slice(0, at)}:config:${key.slice(at + 1)}`, value];
  });
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(info.secretKeys),
    ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(project.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig } : {}),
  };
}

/** Splits a command line as a shell does, quotes included. */
export function splitArguments(text: string): string[] {
  const words = text.matchAll(/(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g);
  return [...words].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double: string, single: string) =>
      double === undefined ? single : double.replace(/\\(.)/g, "$1"),
    ),
  );
}

function endOf(child: ChildProcess, print: (line: string) => void): Promise<ProgramEnd> {
  const { stdout, stderr } = child;
  for (const stream of [stdout, stderr]) {
    const take = withoutHangUps(print);
    if (stream)
      createInterface({ input: stream })
        .on("line", take)
        .on("close", () => take());
  }
  return new Promise((resolve) => {
    child.once("error", ({ message }) =>
      resolve({ ok: false, message: `could not run the program: ${message}` }),
    );
    child.once("close", (code, signal) => {
      if (code === 0) resolve({ ok: true });
      else if (code === EXIT_TOLD) resolve({ ok: false });
      else if (signal) resolve({ ok: false, message: `Program was ended by ${signal}` });
      else resolve({ ok: false, message: `Program exited with non-zero exit code: ${code}` });
    });
  });
}
