import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";
import { readPath } from "../../../../docker/container-file";
import { advice } from "../../../advice";
import { NOTHING_TO_ASK_WITH } from "../../../health-checks";

/** What Docker's init says of a program that it cannot run. */
const NOT_RUN =
  /exec (\S+) failed: (No such file or directory|Permission denied|Exec format error)/;

/** What programs say that read a carriage return as a part of a name. */
const CARRIAGE_RETURN = /\^M|\\r['’]?: |\r['’]?: |Illegal option -\r|\r: not found/;

/**
 * Why a container's program could not be run, and what to do about it; nothing where it ran.
 *
 * @param log the last lines of its log.
 */
export async function whyNotRun(
  container: Docker.Container,
  inspected: Docker.ContainerInspectInfo,
  log: string,
): Promise<string[]> {
  const [, program = "", error = ""] = NOT_RUN.exec(log) ?? [];
  const found = program ? await explain(container, program, error) : ofTheLog(log);
  return [...found, ...entrypointWords(inspected)];
}

/** The same from the log alone, where the container is on another machine. */
export function whyNotRunByLog(log: string): string[] {
  const [, program = "", error = ""] = NOT_RUN.exec(log) ?? [];
  if (program === "") return ofTheLog(log);
  if (error === "Permission denied") return [notExecutable(program)];
  if (error === "Exec format error") return [wrongFormat(program)];
  return [
    `${program} is not in the image, or its first line names a program that is not there, as with Windows line ends (CRLF): ${LINE_ENDS}`,
  ];
}

const ofTheLog = (log: string) =>
  CARRIAGE_RETURN.test(log) ? [`a script has Windows line ends (CRLF): ${LINE_ENDS}`] : [];

const LINE_ENDS =
  "save it with LF (sed -i 's/\\r$//' FILE), and let git keep it so with the line `*.sh text eol=lf` in .gitattributes";

const notExecutable = (program: string) =>
  `${program} may not be executed by the user of the container: chmod +x it beside the Dockerfile (for git: git update-index --chmod=+x FILE), or give it the mode with COPY --chmod=755`;

const wrongFormat = (program: string) =>
  `${program} is no program of this machine's kind: a script has to begin with a line such as #!/bin/sh, and a binary to be built for the platform that runs it (${advice.otherMachine()})`;

async function explain(
  container: Docker.Container,
  program: string,
  error: string,
): Promise<string[]> {
  if (error === "Permission denied") return [notExecutable(program)];
  if (error === "Exec format error") return [wrongFormat(program)];
  if (!program.includes("/")) {
    return [`the image has no program ${program} on its PATH: install it, or name another one`];
  }
  const start = await beginningOf(container, program);
  if (start === undefined)
    return [`the image has no file ${program}: is it copied, and not ignored?`];
  const [first = ""] = start.split("\n");
  if (first.endsWith("\r")) {
    return [
      `${program} has Windows line ends (CRLF), and no program has such a name: ${LINE_ENDS}`,
    ];
  }
  const interpreter = /^#!\s*(\S+)/.exec(first)?.[1];
  return interpreter
    ? [`the first line of ${program} asks for ${interpreter}, which the image does not have`]
    : whyNotRunByLog(`exec ${program} failed: ${error}`);
}

/** A line of `#!` has no more. */
const FIRST_LINE = 256;

/** The first bytes of a file in a container, as text; undefined where there is none. */
const beginningOf = (container: Docker.Container, path: string): Promise<string | undefined> =>
  readPath(container, path, async (file) =>
    (await buffer(file)).subarray(0, FIRST_LINE).toString("latin1"),
  );

/** A line for the shell comes after the words of an image's ENTRYPOINT, whatever that does with it. */
function entrypointWords({ Config: config, State: state }: Docker.ContainerInspectInfo): string[] {
  const { Cmd: command, Entrypoint: entrypoint } = config ?? {};
  const words = [entrypoint ?? []].flat();
  if (words.length === 0 || command?.[0] !== "sh" || command[1] !== "-c") return [];
  if (state.Status === "running") return [];
  return [advice.ownCommand(JSON.stringify(words), JSON.stringify(command))];
}

/** What no further check mends: the image lacks what its check is run with. */
const UNCHECKABLE =
  /exec: "?([^" :]+)"?: (?:stat \S+: no such file|executable file not found|permission denied)/i;

/** Why a container's health check cannot be run at all, and what to do about it; undefined where it can. */
export function whyNotChecked({ State: state }: Docker.ContainerInspectInfo): string | undefined {
  const said = state.Health?.Log?.at(-1)?.Output ?? "";
  const ways = advice.otherCheck();
  if (said.includes(NOTHING_TO_ASK_WITH))
    return `cannot be checked: ${NOTHING_TO_ASK_WITH}; ${ways}`;
  const program = UNCHECKABLE.exec(said)?.[1];
  return (
    program &&
    `cannot be checked: its health check is run by ${program}, which the image does not have; ${ways}`
  );
}
