import type Docker from "dockerode";
import { advice } from "../../../advice";
import { AT_FIRST_START } from "../../../health-checks";

/** What the Docker API says of a container, as far as its health goes. */
export type Verdict = { state: "ready" } | { state: "waiting" } | { state: "failed"; why: string };

/** More restarts than this without being healthy, and a container is taken to be in a crash loop. */
const RESTARTS_ALLOWED = 2;

/** What a shell, or an init, ends with where it cannot run a program: another try comes to the same. */
const NOT_TO_BE_RUN = [126, 127];

/**
 * Reads a verdict off `docker inspect`. A container without a health check is ready once it runs. One
 * that ends and is started again may wait for something: it is judged when its start period is over.
 *
 * @param watchedSeconds how long somebody has waited for it.
 */
export function verdictOf(
  inspected: Docker.ContainerInspectInfo,
  watchedSeconds = Number.POSITIVE_INFINITY,
): Verdict {
  const { State: state, RestartCount: restarts } = inspected;
  if (state.Status === "running" && state.Health?.Status === "healthy") return { state: "ready" };
  const isChecked = (state.Health?.Status ?? "none") !== "none";
  // While it runs, Docker shows no exit code, and its checks may find it well yet.
  const isComingUp = state.Status === "running" && isChecked;
  const isHopeless = state.OOMKilled || NOT_TO_BE_RUN.includes(state.ExitCode);
  const mayWait = !isHopeless && isInStartPeriod(inspected, watchedSeconds);
  if (restarts > RESTARTS_ALLOWED && !isComingUp && !mayWait) {
    return { state: "failed", why: `was restarted ${restarts} times (${endOf(inspected)})` };
  }
  if (state.Status === "exited" || state.Status === "dead") {
    return { state: "failed", why: `stopped with ${endOf(inspected)}` };
  }
  if (state.Status !== "running") return { state: "waiting" };
  switch (state.Health?.Status) {
    case undefined:
    case "none":
      return { state: "ready" };
    case "unhealthy": {
      const last = state.Health.Log?.at(-1)?.Output.trim() || "no output";
      // It takes as long as its import does; who waits for it has a limit.
      if (last.includes(AT_FIRST_START)) return { state: "waiting" };
      const times = state.Health.FailingStreak;
      const why = `is unhealthy: ${times} failed checks, the last: ${last}`;
      return { state: "failed", why: `${why}${restartsOf(inspected)}` };
    }
    default:
      return { state: "waiting" };
  }
}

/** A second in Docker's nanoseconds. */
const SECOND = 1e9;

/**
 * Whether a container is younger than its health check lets it start, by the engine's clock: at its last
 * end, which for one that has none yet was never.
 */
function isInStartPeriod(
  { Config: config, Created: created, State: state }: Docker.ContainerInspectInfo,
  watchedSeconds: number,
): boolean {
  const startSeconds = (config?.Healthcheck?.StartPeriod ?? 0) / SECOND;
  const lived = (Date.parse(state.FinishedAt) - Date.parse(created)) / 1000 || 0;
  return Math.max(lived, watchedSeconds) < startSeconds;
}

/** `exit code 1`, and what Docker knows beside it. */
function endOf(inspected: Docker.ContainerInspectInfo): string {
  const code = `exit code ${inspected.State.ExitCode}`;
  return inspected.State.OOMKilled ? `${code}, ${killedForMemory(inspected)}` : code;
}

/** How often Docker has started a container again, and whether memory was the reason; nothing where it has not. */
export function restartsOf(inspected: Docker.ContainerInspectInfo): string {
  const { RestartCount: restarts, State: state } = inspected;
  if (!restarts) return "";
  const times = restarts === 1 ? "once" : `${restarts} times`;
  return `; it was restarted ${times}${state.OOMKilled ? `, ${killedForMemory(inspected)}` : ""}`;
}

const MEGABYTE = 1024 * 1024;

/** That the kernel killed a container's process, and what gives it more. */
export function killedForMemory({ Config, HostConfig }: Docker.ContainerInspectInfo): string {
  const limit = (HostConfig?.Memory ?? 0) / MEGABYTE;
  const where = limit > 0 ? ` at its limit of ${Math.round(limit)} MB` : "";
  return `killed for want of memory${where}${advice.moreMemory(Config?.Labels?.["berth.role"] ?? "")}`;
}
