import { EngineAnswer, type LightClient } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import type { Run, Surroundings } from "./command";
import { nothingThere, type OpenPlace, openFor } from "./engine";
import type { OwnLine } from "./line";
import { clientOf } from "./nodes";
import { type Part, runs } from "./part";
import { partsFor } from "./ps";
import { partsOf } from "./roles";
import { attach, type Streams, wantsTerminal } from "./terminal";

/** `exec`: runs a command in what runs. */
export const exec: Run = async (line, surroundings) => {
  const [role] = line.operands;
  const command = line.passedOn;
  if (role === undefined || command.length === 0) {
    throw new UserError(
      `exec: ${role === undefined ? "where is it to run, and which command?" : `which command is to run in ${role}?`} For example: ./pulumiw exec ${role ?? "app"} ls -l; see ./pulumiw exec --help`,
    );
  }
  return execIn(line, surroundings, role, command);
};

/** A shell that the image has: bash is the nicer one. */
const SHELL = ["sh", "-c", "if command -v bash >/dev/null; then exec bash; else exec sh; fi"];

/** `shell`: a shell in what runs. */
export const shell: Run = (line, surroundings) =>
  execIn(line, surroundings, line.operands[0] ?? "app", SHELL);

async function execIn(
  line: OwnLine,
  surroundings: Surroundings,
  role: string,
  command: readonly string[],
): Promise<number> {
  const env = variablesOf(line);
  const place = openFor(line, surroundings);
  const part = await runningPart(place, role, surroundings);
  const client = await clientOf(place, part, command.join(" "), surroundings.machine.env);
  return execute(client, part, [...part.secretEnv, ...command], {
    ...{ tty: ttyOf(line), env, user: line.text("user"), folder: line.text("workdir") },
    stack: place.id.stack,
  });
}

/** Whether the line says that there is to be a terminal, or none. */
export const ttyOf = (line: OwnLine) =>
  line.has("tty") ? true : line.isOff("tty") ? false : undefined;

/** Variables of a line, as the API takes them. */
export function variablesOf(line: OwnLine): string[] {
  return line.list("env").map((text) => {
    if (/^[^=\s]+=/.test(text)) return text;
    throw new UserError(
      `${line.command}: --env: given "${text}"; accepted: NAME=VALUE, as in --env DEBUG=1`,
    );
  });
}

/**
 * The part of a role that a command is run in: one that is well, if there is one, and rather on the engine
 * that is asked than on another node.
 */
export async function runningPart(
  place: OpenPlace,
  role: string,
  { machine }: Surroundings,
): Promise<Part> {
  const all = await partsFor(place);
  if (all.length === 0) throw nothingThere(place, machine.env);
  const { stack } = place.id;
  const meant = partsOf(all, [role], stack);
  const running = meant.filter(runs);
  const well = running.filter(({ health }) => health !== "unhealthy");
  const best = well.find(({ elsewhere }) => elsewhere === undefined) ?? well[0] ?? running[0];
  if (best) return best;
  const states = meant.map(({ name, state }) => `${name} is ${state}`).join(", ");
  throw new UserError(
    `nothing of ${role} runs in the stack ${stack}: ${states}; to see why: ./pulumiw logs ${role} --stack ${stack}; to start it: ./pulumiw restart ${role} --stack ${stack}`,
  );
}

interface ExecSpec {
  tty: boolean | undefined;
  env?: readonly string[];
  user?: string;
  folder?: string;
  stack: string;
  streams?: Streams;
}

const NO_PROGRAM = 127;
const ENDING = [
  ["SIGHUP", 1],
  ["SIGINT", 2],
  ["SIGTERM", 15],
] as const;

/** Runs a command in a container, with this process' streams; returns its exit code. */
export async function execute(
  client: LightClient,
  part: Part,
  command: readonly string[],
  { tty: given, env = [], user, folder, stack, streams }: ExecSpec,
): Promise<number> {
  const tty = wantsTerminal(given, streams);
  const fail = (error: unknown): never => {
    if (!(error instanceof EngineAnswer)) throw error;
    throw new UserError(refusal(error.message, part, command, stack));
  };
  const { Id: id } = await client
    .ask<{ Id: string }>("POST", `/containers/${part.id}/exec`, {
      body: {
        Cmd: command,
        ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: tty },
        Env: [...(tty ? ["TERM=xterm-256color"] : []), ...env],
        User: user,
        WorkingDir: folder,
      },
    })
    .catch(fail);
  const socket = await client
    .hijack(`/exec/${id}/start`, { body: { Detach: false, Tty: tty } })
    .catch(fail);
  // A process in a container cannot be sent a signal by who started it: only this side ends.
  for (const [signal, number] of ENDING) process.once(signal, () => process.exit(128 + number));
  const refused = await attach({
    socket,
    tty,
    refusal: /^(OCI runtime exec failed|unable to find user)/,
    streams,
    resize: (size) => client.ask("POST", `/exec/${id}/resize`, { query: { ...size } }),
  });
  const code = await exitCodeOf(client, id);
  if (refused === undefined) return code;
  const words = refusal(refused, part, command, stack);
  // Docker has one code for all that cannot be started; shells have another for what is not there.
  const exitCode = words.startsWith("there is no program") ? NO_PROGRAM : code;
  throw new UserError(words, { exitCode });
}

/** How long the engine may take to note an end that it has told already, in tries of 50 ms. */
const TRIES = 60;

async function exitCodeOf(client: LightClient, id: string): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await client.ask<{ Running: boolean; ExitCode: number | null }>(
      "GET",
      `/exec/${id}/json`,
    );
    if (!found.Running && found.ExitCode !== null) return found.ExitCode;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new UserError(
    "the connection was lost while the command ran; it may go on in its container",
  );
}

function refusal(
  message: string,
  { name, role }: Part,
  [program]: readonly string[],
  stack: string,
): string {
  if (/is paused/.test(message)) return `${name} is paused; to go on: docker unpause ${name}`;
  if (/is not running/.test(message)) {
    return `${name} does not run; to start it: ./pulumiw restart ${role} --stack ${stack}`;
  }
  const folder = /chdir to cwd \("(.*?)"\)/.exec(message);
  if (folder) return `--workdir: there is no folder ${folder[1]} in ${name}`;
  if (/unable to find (user|group)/.test(message)) return `--user: ${message} of ${name}`;
  if (/permission denied/.test(message)) {
    return `${program} in ${name} may not be run: permission denied`;
  }
  if (/executable file not found|no such file or directory/.test(message)) {
    return `there is no program ${program} in ${name}`;
  }
  return `the command cannot run in ${name}: ${message.replace(/^OCI runtime exec failed: /, "")}`;
}
