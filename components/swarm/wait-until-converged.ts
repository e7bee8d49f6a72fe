import type Docker from "dockerode";
import { demultiplex } from "../../docker/container-log";
import { orMissing } from "../../docker/missing";
import { tasksOf } from "../../docker/service-tasks";
import {
  type Convergence,
  convergenceOf,
  hasEnded,
  mayBeUnhealthy,
  type ServiceInfo,
  type TaskInfo,
  troubleOf,
} from "./convergence";

export interface WatchedService {
  /** Its id. */
  service: string;
  name: string;
  /** How long Swarm may be at it without another task that runs, in seconds. */
  timeoutSeconds: number;
}

const POLL_MS = 300;

/** A node that is gone gives no log, and says nothing. */
const LOG_MS = 5000;

/**
 * Waits until a service has converged, and says how far it is whenever that changes.
 *
 * @throws Error as soon as it cannot converge, or when there was no progress for too long, with what
 * its last task that ended said; or when the process is told to stop (SIGINT).
 */
export async function waitUntilConverged(docker: Docker, watched: WatchedService): Promise<void> {
  const { service, name, timeoutSeconds } = watched;
  const known = new Set(
    (await tasksOf<TaskInfo>(docker, service)).filter(hasEnded).map(({ ID }) => ID),
  );
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  process.once("SIGINT", interrupt);
  try {
    let said = "";
    let moved = performance.now();
    for (;;) {
      const found = await look(docker, service, known);
      if (!found) throw new Error(`service ${name} is gone: somebody removed it`);
      if (found.state === "ready") return;
      if (isInterrupted) throw new Error(`stopped waiting for the service ${name}`);
      if (found.state === "failed") throw await failure(docker, name, found.why, found.trouble);
      const line = progressOf(name, found);
      if (line !== said) {
        console.log(line);
        moved = performance.now();
      }
      said = line;
      if (performance.now() - moved > timeoutSeconds * 1000) {
        const why = `has ${found.running} of ${found.wanted} tasks, and no more for ${timeoutSeconds} s`;
        throw await failure(docker, name, why, found.trouble);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** Whether a service is there, all of its tasks run, and nothing is in the middle of an update. */
export async function isConverged(docker: Docker, service: string): Promise<boolean> {
  return (await look(docker, service))?.state === "ready";
}

async function look(
  docker: Docker,
  id: string,
  known?: ReadonlySet<string>,
): Promise<Convergence | undefined> {
  const info = await orMissing(docker.getService(id).inspect());
  if (!info) return undefined;
  return convergenceOf(info as ServiceInfo, await tasksOf(docker, id), known);
}

function progressOf(
  name: string,
  { running, wanted, former, trouble }: Extract<Convergence, { state: "waiting" }>,
): string {
  const line = `${name}: ${running} of ${wanted} ${former > 0 ? "new tasks" : "tasks"} run`;
  return trouble ? `${line}; the last trouble: ${troubleOf(trouble)}` : line;
}

async function failure(
  docker: Docker,
  name: string,
  why: string,
  trouble: TaskInfo | undefined,
): Promise<Error> {
  const head = `service ${name} ${why}`;
  if (!trouble) return new Error(head);
  const where = trouble.NodeID ? ` on ${await nodeName(docker, trouble.NodeID)}` : "";
  const lines = [head, `its last task that ended${where}: ${troubleOf(trouble)}`];
  const container = trouble.Status.ContainerStatus?.ContainerID;
  if (container) {
    if (mayBeUnhealthy(trouble)) lines.push(...(await lastCheck(docker, container)));
    lines.push(await lastLines(docker, trouble.ID));
  }
  return new Error(lines.join("\n"));
}

/** What the last check that failed said; only a task's own node knows, so nothing of one on another. */
async function lastCheck(docker: Docker, container: string): Promise<string[]> {
  const inspected = await orMissing(docker.getContainer(container).inspect());
  const failed = inspected?.State.Health?.Log?.filter(({ ExitCode }) => ExitCode !== 0).at(-1);
  return failed ? [`its last health check: ${failed.Output.trim() || "no output"}`] : [];
}

async function nodeName(docker: Docker, id: string): Promise<string> {
  const node = await orMissing(docker.getNode(id).inspect());
  return node?.Description?.Hostname ?? id;
}

/** The part of dockerode that its types leave out. */
interface Logged {
  logs(options: object): Promise<Buffer>;
}

/** The end of a task's log, for an error; one that cannot be read hides no reason. */
export async function lastLines(docker: Docker, task: string): Promise<string> {
  try {
    const logged = docker.getTask(task) as unknown as Logged;
    const abortSignal = AbortSignal.timeout(LOG_MS);
    const log = await logged.logs({ stdout: true, stderr: true, tail: 20, abortSignal });
    const lines = demultiplex(log).trimEnd().split("\n");
    return ["last lines of its log:", ...lines.map((line) => `  | ${line}`)].join("\n");
  } catch (error) {
    return `its log cannot be read: ${(error as Error).message}`;
  }
}
