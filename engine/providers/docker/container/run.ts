import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { orAlready } from "../../../../docker/already";
import { demultiplex } from "../../../../docker/container-log";
import { UserError } from "../../../errors";
import type { Session } from "../handler";
import type { ContainerInputs } from "./fields";

const POLL_MS = 100;
const SHOWN_LINES = 20;

/** Starts a container if it does not run, and with `wait` comes back only once it is healthy. */
export async function ensureRunning(
  container: Docker.Container,
  inputs: ContainerInputs,
  session: Session,
): Promise<void> {
  await orAlready(container.start());
  if (inputs.wait) await waitHealthy(container, inputs, session);
}

/** Fails as soon as it is sure that the container will not become healthy, with its last log lines. */
async function waitHealthy(
  container: Docker.Container,
  { waitTimeout = 60, tty = false }: ContainerInputs,
  { log, signal }: Session,
): Promise<void> {
  const deadline = Date.now() + waitTimeout * 1000;
  log("info", "waiting until it is healthy", true);
  while (true) {
    const { State: state } = await container.inspect();
    const status = state.Health?.Status;
    if (status === "healthy") return;
    if (!state.Health) {
      throw new UserError("`wait` needs a health check: give `healthcheck`, or leave `wait` out");
    }
    const why = !state.Running
      ? `it exited with code ${state.ExitCode}`
      : status === "unhealthy"
        ? `its health check failed: ${lastProbe(state.Health)}`
        : Date.now() > deadline
          ? `it was not healthy after ${waitTimeout} s: ${lastProbe(state.Health)}`
          : undefined;
    if (why) throw new UserError(`${why}\n${await lastLines(container, tty)}`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

function lastProbe(health: NonNullable<Docker.ContainerInspectInfo["State"]["Health"]>): string {
  const probe = health.Log?.at(-1);
  return probe
    ? `exit code ${probe.ExitCode} ${probe.Output.trim()}`.trim()
    : "no probe has ended yet";
}

async function lastLines(container: Docker.Container, tty: boolean): Promise<string> {
  const logs = await container.logs({ stdout: true, stderr: true, tail: SHOWN_LINES });
  const text = textOf(logs, tty).trimEnd();
  return text ? `Its last log lines:\n${text}` : "It has logged nothing.";
}

/** Waits for the end of an attached container; its logs when they are wanted. */
export async function runToEnd(
  container: Docker.Container,
  { logs = false, tty = false }: ContainerInputs,
  { signal }: Session,
): Promise<string | undefined> {
  await container.wait({ condition: "not-running", abortSignal: signal });
  if (!logs) return undefined;
  return textOf(await container.logs({ stdout: true, stderr: true }), tty);
}

/** Without a terminal the two output streams come in frames; with one it is plain text. */
function textOf(logs: Buffer | string, tty: boolean): string {
  const bytes = Buffer.isBuffer(logs) ? logs : Buffer.from(logs, "binary");
  return tty ? bytes.toString("utf8") : demultiplex(bytes);
}
