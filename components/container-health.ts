import type Docker from "dockerode";
import { demultiplex } from "../docker/container-log";
import { passesHealthTest } from "../docker/health-test";
import { orMissing } from "../docker/missing";

/** A container that a gate waits for. */
export interface WatchedContainer {
  name: string;
  id: string;
  /**
   * Names of the networks that it has to be on.
   *
   * @default none
   */
  networks?: readonly string[];
  /**
   * Whether its health check is run from here too, between Docker's own runs: it counts as healthy up
   * to two seconds before Docker says so.
   *
   * @default false
   */
  runsCheck?: boolean;
  /**
   * Whether others have to reach what its health check asks, and not the container alone: an app that
   * listens on 127.0.0.1 is well, and nobody gets an answer.
   *
   * @default false
   */
  servesOthers?: boolean;
}

/** What the Docker API says of a container, as far as its health goes. */
export type Verdict = { state: "ready" } | { state: "waiting" } | { state: "failed"; why: string };

/** More restarts than this without being healthy, and a container is taken to be in a crash loop. */
const RESTARTS_ALLOWED = 2;

/** Reads a verdict off `docker inspect`. A container without a health check is ready once it runs. */
export function verdictOf(inspected: Docker.ContainerInspectInfo): Verdict {
  const { State: state, RestartCount: restarts } = inspected;
  if (state.Status === "running" && state.Health?.Status === "healthy") return { state: "ready" };
  const isChecked = (state.Health?.Status ?? "none") !== "none";
  // While it runs, Docker shows no exit code, and its checks may find it well yet.
  const isComingUp = state.Status === "running" && isChecked;
  if (restarts > RESTARTS_ALLOWED && !isComingUp) {
    return {
      state: "failed",
      why: `was restarted ${restarts} times (exit code ${state.ExitCode})`,
    };
  }
  if (state.Status === "exited" || state.Status === "dead") {
    return { state: "failed", why: `stopped with exit code ${state.ExitCode}` };
  }
  if (state.Status !== "running") return { state: "waiting" };
  switch (state.Health?.Status) {
    case undefined:
    case "none":
      return { state: "ready" };
    case "unhealthy": {
      const last = state.Health.Log?.at(-1)?.Output.trim() || "no output";
      const times = state.Health.FailingStreak;
      return { state: "failed", why: `is unhealthy: ${times} failed checks, the last: ${last}` };
    }
    default:
      return { state: "waiting" };
  }
}

/** Milliseconds between two looks at a container: often at first, as most start fast. */
const PAUSE = { first: 100, last: 1000, growth: 1.5 };

/**
 * Waits until every container is ready.
 *
 * @throws Error as soon as one cannot become ready, or after the time is over, with the container's
 * last log lines; or when the process is told to stop (SIGINT), which the embedded engine does on
 * Ctrl-C and the official CLI does not.
 */
export async function waitUntilReady(
  docker: Docker,
  containers: readonly WatchedContainer[],
  timeoutSeconds: number,
): Promise<void> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  const waitFor = async ({ name, id, runsCheck, servesOthers }: WatchedContainer) => {
    const container = docker.getContainer(id);
    let first: string | undefined;
    let unreached = 0;
    let pause = PAUSE.first;
    for (;;) {
      const inspected = await inspect(container, name);
      first ??= lastCheckOf(inspected);
      const verdict = isUnhealthySince(first, inspected) ? WAITING : verdictOf(inspected);
      const isReady = verdict.state === "ready";
      const isServing = async () => !servesOthers || (await isReached(container, inspected));
      if (isReady && (await isServing())) return;
      if (isReady && ++unreached > TRIES_TO_REACH) {
        const why = `answers its health check on 127.0.0.1, and not on its own address: let the app listen on 0.0.0.0, as in flask run --host 0.0.0.0, or gunicorn --bind 0.0.0.0:PORT`;
        throw new Error(`container ${name} ${why}\n${await lastLines(container)}`);
      }
      if (isInterrupted) throw new Error(`stopped waiting for the container ${name}`);
      const late = performance.now() > deadline;
      if (verdict.state === "failed" || late) {
        const why =
          verdict.state === "failed" ? verdict.why : `not healthy after ${timeoutSeconds} s`;
        throw new Error(`container ${name} ${why}\n${await lastLines(container)}`);
      }
      const isWell = !isReady && runsCheck && (await passesHealthTest(container, inspected));
      if (isWell && (await isServing())) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * PAUSE.growth, PAUSE.last);
    }
  };
  process.once("SIGINT", interrupt);
  try {
    await Promise.all(containers.map(waitFor));
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/**
 * The end of a container's log, for an error.
 *
 * @param since seconds since 1970; what was written before is left out.
 */
export async function lastLines(container: Docker.Container, since = 0): Promise<string> {
  // A log that cannot be read, as with the driver none, must not hide why a container failed.
  try {
    const raw = await container.logs({ stdout: true, stderr: true, tail: 20, since });
    const log = demultiplex(raw).trimEnd();
    const lines = log.split("\n").map((line) => `  | ${line}`);
    return ["last lines of its log:", ...lines, ...wayOut(log)].join("\n");
  } catch (error) {
    return `its log cannot be read: ${(error as Error).message}`;
  }
}

/** Errors that say nothing of the setting behind them, and what to do about it. */
const WAYS_OUT: readonly (readonly [error: RegExp, way: string])[] = [
  [
    /read-only file system|EROFS/i,
    "its root can only be read: name the folder in app.writable, or set hardening.readOnly to false",
  ],
  [
    /could not get certificate from issuer/,
    "the authority gave no certificate, and until it does nothing answers: mend what it objects to, docker restart this container, and run up again; or go back to plain HTTP with pulumi config rm domain (and tls, app.httpsPort)",
  ],
];

const wayOut = (log: string) => WAYS_OUT.filter(([error]) => error.test(log)).map(([, way]) => way);

/** How often a container that is ready may not be reached: it may just be busy. */
const TRIES_TO_REACH = 3;

/** Whether others than the container itself reach what its check asks. One in no network has no others. */
async function isReached(container: Docker.Container, inspected: Docker.ContainerInspectInfo) {
  const networks = Object.values(inspected.NetworkSettings?.Networks ?? {});
  const address = networks.map(({ IPAddress }) => IPAddress).find((given) => given);
  return address === undefined || passesHealthTest(container, inspected, address);
}

const WAITING: Verdict = { state: "waiting" };

/** When a container was checked last, as Docker writes times. */
const lastCheckOf = ({ State: { Health } }: Docker.ContainerInspectInfo) =>
  Health?.Log?.at(-1)?.Start;

/**
 * Whether a container was found unhealthy before this wait began, and not looked at since: what made it
 * so may be mended by now, such as a database that was away.
 */
function isUnhealthySince(check: string | undefined, inspected: Docker.ContainerInspectInfo) {
  const isUnhealthy = inspected.State.Health?.Status === "unhealthy";
  return isUnhealthy && check !== undefined && lastCheckOf(inspected) === check;
}

/**
 * Undoes what somebody did to the containers that the docker provider does not see: connects them to
 * their networks, and starts what has stopped since it was made. It starts them once: a container
 * whose restart policy is `no` would else be judged by its last end for ever, however often an `up`
 * asks.
 */
export async function setRight(
  docker: Docker,
  containers: readonly WatchedContainer[],
): Promise<void> {
  for (const watched of containers) {
    const container = docker.getContainer(watched.id);
    const inspected = await inspect(container, watched.name);
    for (const network of missingNetworks(watched, inspected)) {
      await docker.getNetwork(network).connect({ Container: watched.id });
    }
    const { Status: status } = inspected.State;
    if (status === "exited" || status === "created") await container.start();
  }
}

function missingNetworks(
  { networks = [] }: WatchedContainer,
  { NetworkSettings: settings }: Docker.ContainerInspectInfo,
): string[] {
  return networks.filter((network) => !(network in settings.Networks));
}

/** Whether every container is there, ready now, and on its networks. */
export async function areReady(
  docker: Docker,
  containers: readonly WatchedContainer[],
): Promise<boolean> {
  const verdicts = containers.map(async (watched) => {
    const container = docker.getContainer(watched.id);
    const inspected = await orMissing(container.inspect());
    if (inspected === undefined || missingNetworks(watched, inspected).length > 0) return false;
    if (verdictOf(inspected).state === "ready") return true;
    // Docker learns at its next check only what this program saw when it waited.
    return watched.runsCheck === true && passesHealthTest(container, inspected);
  });
  return (await Promise.all(verdicts)).every(Boolean);
}

async function inspect(container: Docker.Container, name: string) {
  const inspected = await orMissing(container.inspect());
  if (!inspected) throw new Error(`container ${name} is gone: somebody removed it`);
  return inspected;
}
