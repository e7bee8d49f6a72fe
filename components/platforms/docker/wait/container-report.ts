import type Docker from "dockerode";
import { demultiplex } from "../../../../docker/container-log";
import { advice } from "../../../advice";
import { AT_FIRST_START } from "../../../health-checks";

/**
 * The end of a container's log, for an error.
 *
 * @param since seconds since 1970; what was written before is left out.
 */
export async function lastLines(container: Docker.Container, since = 0): Promise<string> {
  // A log that cannot be read, as with the driver none, must not hide why a container failed.
  try {
    const log = await tailOf(container, { tail: 20, since });
    const lines = log.split("\n").map((line) => `  | ${line}`);
    return ["last lines of its log:", ...lines, ...wayOut(log)].join("\n");
  } catch (error) {
    return `its log cannot be read: ${(error as Error).message}`;
  }
}

async function tailOf(container: Docker.Container, { tail, since = 0 }: TailOptions) {
  const raw = await container.logs({ stdout: true, stderr: true, tail, since });
  return demultiplex(raw).trimEnd();
}

interface TailOptions {
  tail: number;
  since?: number;
}

/** Errors that do not say what is behind them, and what to do about it. */
const WAYS_OUT: readonly (readonly [error: RegExp, way: () => string])[] = [
  [/read-only file system|EROFS/i, () => advice.writableRoot()],
  [/could not get certificate from issuer/, () => advice.withoutCertificate()],
];

const wayOut = (log: string) =>
  WAYS_OUT.filter(([error]) => error.test(log)).map(([, way]) => way());

/**
 * What gives a container longer to start, where that may be all that it lacks; nothing otherwise.
 *
 * @param isLate whether it was waited for in vain, and did not fail by itself.
 */
export function longerStart(
  { Config: config, State: state }: Docker.ContainerInspectInfo,
  isLate: boolean,
): string[] {
  if (state.Status !== "running" || state.OOMKilled) return [];
  const role = config?.Labels?.["berth.role"] ?? "";
  const said = state.Health?.Log?.at(-1)?.Output ?? "";
  if (/^app(-\d+)?$/.test(role))
    return isLate || NO_ANSWER.test(said) ? advice.longerStart("app") : [];
  return said.includes(AT_FIRST_START) ? [advice.longerFirstStart()] : advice.longerStart(role);
}

/** What health checks print where nothing listens yet. */
const NO_ANSWER = /refused|no answer|timed out/i;

/** Seconds between two words about a container that takes its time. */
export const PROGRESS_SECONDS = 15;

/** Says now and then what a container that takes its time is at. */
export function newProgress(container: Docker.Container, name: string, timeoutSeconds: number) {
  let next = PROGRESS_SECONDS;
  return async (inspected: Docker.ContainerInspectInfo, seconds: number): Promise<void> => {
    if (seconds < next) return;
    next += PROGRESS_SECONDS;
    const last = await tailOf(container, { tail: 1 }).catch(() => "");
    console.log(progressLine(name, inspected, { seconds, timeoutSeconds, last }));
  };
}

/** How a container that is not ready yet is spoken of. */
export function progressLine(
  name: string,
  { RestartCount: restarts, State: state }: Docker.ContainerInspectInfo,
  { seconds, timeoutSeconds, last }: { seconds: number; timeoutSeconds: number; last: string },
): string {
  const output = state.Health?.Log?.at(-1)?.Output ?? "";
  // Standard output and error come in any order.
  const check = output.includes(AT_FIRST_START) ? AT_FIRST_START : output.trim().split("\n").at(-1);
  return [
    `${name}: not healthy yet after ${Math.floor(seconds)} s, of ${timeoutSeconds} s at most`,
    ...(restarts ? [`restarted so far: ${restarts}`] : []),
    ...(check ? [`its last check: ${check}`] : []),
    ...(last ? [`its last line: ${last}`] : []),
  ].join("; ");
}
