import type Docker from "dockerode";
import { passesHealthTest } from "../../../../docker/health-test";
import { orMissing } from "../../../../docker/missing";
import { lastLines, longerStart, newProgress } from "./container-report";
import { restartsOf, type Verdict, verdictOf } from "./container-verdict";
import { type Ask, withAsking } from "./network-probe";
import { ownCheckOf } from "./own-check";
import type { NetworkProbe } from "./probe";
import { whyNotChecked, whyNotRun } from "./start-failure";

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
   * Whether its health check, run from here, also counts where Docker has not found it well yet on a refresh.
   * While a gate waits it is run from here in any case, between Docker's own runs: a container counts as
   * healthy up to an interval before Docker says so.
   *
   * @default false: only while it starts
   */
  runsCheck?: boolean;
  /**
   * Whether others have to reach what its health check asks, and not the container alone: an app that
   * listens on 127.0.0.1 is well, and nobody gets an answer.
   *
   * @default false
   */
  servesOthers?: boolean;
  /**
   * Seconds that it has to run without a restart to be ready, where it has no check of its own.
   *
   * @default 0
   */
  settleSeconds?: number;
  /**
   * Asks it over its network, where its image has nothing to check itself with.
   *
   * @default it is not asked from there
   */
  probe?: NetworkProbe;
}

/** Milliseconds between two looks at a container: a part of what it has taken so far, as most start fast. */
const PAUSE = { first: 100, last: 1000, part: 0.08 };

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
  const began = performance.now();
  const secondsSince = () => (performance.now() - began) / 1000;
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  const waitFor = async (
    { name, id, servesOthers, settleSeconds = 0 }: WatchedContainer,
    ask: Ask,
  ) => {
    const settles = newSettling(settleSeconds);
    const container = docker.getContainer(id);
    const passes = ownCheckOf(container);
    let first: string | undefined;
    let unreached = 0;
    const tell = newProgress(container, name, timeoutSeconds);
    for (;;) {
      const inspected = await inspect(container, name);
      first ??= lastCheckOf(inspected);
      const verdict = isUnhealthySince(first, inspected)
        ? WAITING
        : checked(inspected, secondsSince());
      const isReady = verdict.state === "ready" && settles(inspected);
      const complaint = isReady ? await ask(inspected) : undefined;
      const isAnswered = isReady && complaint === undefined;
      const isServing = async () => !servesOthers || (await isReached(container, inspected));
      if (isAnswered && (await isServing())) return;
      if (isAnswered && (await passesHealthTest(container, inspected))) unreached++;
      else unreached = 0;
      if (unreached > TRIES_TO_REACH) {
        const why = `answers its health check on 127.0.0.1, and not on its own address: let the app listen on 0.0.0.0, as in flask run --host 0.0.0.0, or gunicorn --bind 0.0.0.0:PORT`;
        throw new Error(`container ${name} ${why}\n${await lastLines(container)}`);
      }
      if (isInterrupted) throw new Error(`stopped waiting for the container ${name}`);
      const late = secondsSince() > timeoutSeconds;
      if (verdict.state === "failed" || late) {
        const said = complaint ? `, asked over its network: ${complaint}` : "";
        const why =
          verdict.state === "failed"
            ? verdict.why
            : `not healthy after ${timeoutSeconds} s${said}${restartsOf(inspected)}`;
        const log = await lastLines(container);
        const ways = await whyNotRun(container, inspected, log);
        const longer = longerStart(inspected, verdict.state !== "failed");
        throw new Error([`container ${name} ${why}`, log, ...ways, ...longer].join("\n"));
      }
      await tell(inspected, secondsSince());
      const part = secondsSince() * 1000 * PAUSE.part;
      const pause = Math.min(Math.max(part, PAUSE.first), PAUSE.last);
      const isWell = !isReady && (await passes(inspected, pause));
      if (isWell && (await isServing())) return;
      if (isReady || isWell) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  process.once("SIGINT", interrupt);
  try {
    await Promise.all(
      containers.map((watched) =>
        withAsking(docker, watched.probe, timeoutSeconds, (ask) => waitFor(watched, ask)),
      ),
    );
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** Whether a container has run for so long without a start in between: seen from here, by this clock. */
function newSettling(seconds: number): (inspected: Docker.ContainerInspectInfo) => boolean {
  let start: string | undefined;
  let since = performance.now();
  return ({ State: { StartedAt: started } }) => {
    if (started !== start) {
      start = started;
      since = performance.now();
    }
    return performance.now() - since >= seconds * 1000;
  };
}

/** Docker's verdict, unless its check cannot be run at all. */
function checked(inspected: Docker.ContainerInspectInfo, watchedSeconds?: number): Verdict {
  const why = whyNotChecked(inspected);
  return why === undefined ? verdictOf(inspected, watchedSeconds) : { state: "failed", why };
}

/** How often in a row a container may answer itself and not be reached: it may just be busy. */
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
export async function reconcile(
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

/** Longer than one answer takes. */
const ASKS_SECONDS = 600;

/** Whether every container is there, ready now, and on its networks. */
export async function areReady(
  docker: Docker,
  containers: readonly WatchedContainer[],
): Promise<boolean> {
  const verdicts = containers.map(async (watched) => {
    const container = docker.getContainer(watched.id);
    const inspected = await orMissing(container.inspect());
    if (inspected === undefined || missingNetworks(watched, inspected).length > 0) return false;
    if (verdictOf(inspected).state === "ready") {
      const ask = (asking: Ask) => asking(inspected);
      // Who cannot be asked is not known to be ready.
      return withAsking(docker, watched.probe, ASKS_SECONDS, ask).then(
        (said) => said === undefined,
        () => false,
      );
    }
    // Docker learns at its next check only what this program saw when it waited.
    const isStarting = inspected.State.Health?.Status === "starting" && !inspected.RestartCount;
    return (watched.runsCheck === true || isStarting) && passesHealthTest(container, inspected);
  });
  return (await Promise.all(verdicts)).every(Boolean);
}

async function inspect(container: Docker.Container, name: string) {
  const inspected = await orMissing(container.inspect());
  if (!inspected) throw new Error(`container ${name} is gone: somebody removed it`);
  return inspected;
}
