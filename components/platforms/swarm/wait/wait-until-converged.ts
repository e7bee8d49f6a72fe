import type Docker from "dockerode";
import { orMissing } from "../../../../docker/missing";
import type { NodeInfo } from "../../../../docker/node-label";
import { tasksOf } from "../../../../docker/service-tasks";
import { advice } from "../../../advice";
import { PROGRESS_SECONDS } from "../../docker/wait/container-report";
import { type History, newHistory } from "../history";
import type {
  Convergence,
  InspectedService,
  Known,
  ListedTask,
  Mend,
  Waiting,
} from "./service-state";
import { convergenceOf, hasEnded, mayBeUnhealthy, troubleOf } from "./service-verdict";
import { lastLine, pullsOf, whereOf, wordsOf } from "./task-report";

export interface WatchedService {
  /** Its id. */
  service: string;
  name: string;
  /** What it is made of, as its label says. */
  version: string;
  /** How long Swarm may be at it without another task that runs, in seconds. */
  timeoutSeconds: number;
}

const POLL_MS = 300;

/** Swarm begins an update within moments; until it does, the tasks of before may look like the new ones. */
const BEGINS_MS = 2000;

/** Between two words about a task that takes its time. */
const PROGRESS_MS = PROGRESS_SECONDS * 1000;

/** Where an image is there already, a node prepares a task in less. */
const PULL_SHOWS_MS = 3000;

/** A gigabyte takes this long at 5 Mbit/s; a registry that hangs is never done. */
const PULL_MS = 30 * 60_000;

/**
 * Waits until a service has converged, and says how far it is whenever that changes. While a node pulls
 * the image it may take half an hour.
 *
 * @throws Error as soon as it cannot converge, or when there was no progress for too long, with what
 * its last task that ended said; or when the process is told to stop (SIGINT).
 */
export async function waitUntilConverged(docker: Docker, watched: WatchedService): Promise<void> {
  const { service, name, version } = watched;
  const before = await orMissing(tasksOf<ListedTask>(docker, service));
  if (!before) throw removed(name);
  const known = { version, ended: new Set(before.filter(hasEnded).map(({ ID }) => ID)) };
  const history = newHistory();
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  process.once("SIGINT", interrupt);
  try {
    let said = "";
    const began = performance.now();
    let moved = began;
    let told = began;
    for (;;) {
      const watchedSeconds = (performance.now() - began) / 1000;
      const found = await look(docker, service, { ...known, watchedSeconds }, history);
      if (!found) throw removed(name);
      if (isInterrupted) throw new Error(`stopped waiting for the service ${name}`);
      if (found.state === "failed") throw await failure(docker, name, found);
      if (history.moves(found)) moved = performance.now();
      const idleMs = performance.now() - moved;
      if (found.state === "waiting") {
        const pulls = idleMs > PULL_SHOWS_MS ? await pullsOf(docker, found.preparing) : "";
        const line = progressOf(name, found, pulls);
        if (line !== said) console.log(line);
        said = line;
        if (performance.now() - told > PROGRESS_MS) {
          told = performance.now();
          await tellOf(docker, watched, found, idleMs);
        }
        await assertInTime(docker, watched, found, idleMs);
      } else if (found.isSure || idleMs > BEGINS_MS) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** Says what a task that takes its time is at. */
async function tellOf(
  docker: Docker,
  { name, timeoutSeconds }: WatchedService,
  { starting }: Waiting,
  idleMs: number,
): Promise<void> {
  if (!starting) return;
  const last = await lastLine(docker, starting.ID);
  const words = last ? `; its last line: ${last}` : "";
  const time = `after ${Math.floor(idleMs / 1000)} s, of ${timeoutSeconds} s at most`;
  console.log(`${name}: its task runs, and is not healthy yet ${time}${words}`);
}

const removed = (name: string) =>
  new Error(`service ${name} is gone: somebody removed it; pulumi up --refresh makes it anew`);

/** @throws Error when nothing has moved for too long. */
async function assertInTime(
  docker: Docker,
  { name, timeoutSeconds }: WatchedService,
  found: Waiting,
  idleMs: number,
): Promise<void> {
  const { preparing, starting, trouble } = found;
  const limitMs = preparing.length > 0 ? PULL_MS : timeoutSeconds * 1000;
  if (idleMs <= limitMs) return;
  const pulls = await pullsOf(docker, preparing);
  const why = `has ${countOf(found)}, and no more for ${limitMs / 1000} s${pulls}`;
  if (!starting) throw await failure(docker, name, { why, trouble });
  const lines = [
    `service ${name} ${why}`,
    `its task${await whereOf(docker, starting)} runs, and is not healthy`,
    ...(await wordsOf(docker, starting, true)),
    ...advice.longerStart(/-(app|database)(?:-[0-9a-f]{7})?$/.exec(name)?.[1] ?? ""),
  ];
  throw new Error(lines.join("\n"));
}

/** Whether a service is there, all of its tasks run, and nothing is in the middle of an update. */
export async function isConverged(
  docker: Docker,
  service: string,
  version?: string,
): Promise<boolean> {
  return (await look(docker, service, { version }))?.state === "ready";
}

/** Whether tasks of another version are still to be replaced. */
export async function isUnderWay(docker: Docker, service: string): Promise<boolean> {
  const found = await look(docker, service);
  return found?.state === "waiting" && found.former > 0;
}

async function look(
  docker: Docker,
  id: string,
  known: Known = {},
  history: History = newHistory(),
): Promise<Convergence | undefined> {
  const info: InspectedService | undefined = await orMissing(docker.getService(id).inspect());
  const tasks = info && (await orMissing(tasksOf<ListedTask>(docker, id)));
  if (!info || !tasks) return undefined;
  const all = history.complete(tasks);
  const found = convergenceOf(info, all, known);
  if (!isHeldUp(info, found)) return found;
  const paused = await pausedNodes(docker);
  return convergenceOf(
    info,
    all.filter(({ NodeID: node }) => !paused.has(node)),
    known,
  );
}

/** Swarm leaves a node that is paused alone, with its task of the version before, and is through. */
const isHeldUp = (
  { Spec: { Mode: mode }, UpdateStatus: update }: InspectedService,
  found: Convergence,
) =>
  found.state === "waiting" &&
  found.former > 0 &&
  mode?.Replicated === undefined &&
  update?.State === "completed";

async function pausedNodes(docker: Docker): Promise<Set<string | undefined>> {
  const nodes = (await docker.listNodes()) as NodeInfo[];
  return new Set(nodes.filter(isPaused).map(({ ID }) => ID));
}

const isPaused = ({ Spec: { Availability: availability } }: NodeInfo) => availability === "pause";

function progressOf(name: string, found: Waiting, pulls: string): string {
  const line = `${name}: ${countOf(found)} run`;
  const { trouble } = found;
  return trouble ? `${line}${pulls}; the last trouble: ${troubleOf(trouble)}` : `${line}${pulls}`;
}

const countOf = ({ running, wanted, former }: Waiting) =>
  `${running} of ${wanted} ${former > 0 ? "new tasks" : "tasks"}`;

interface Failure {
  why: string;
  trouble: ListedTask | undefined;
  mend?: Mend;
}

const MENDS: Readonly<Record<Mend, (service: string) => string>> = {
  // The state has the version that failed, so that only a refresh sees a difference.
  refresh: () => "once the reason is gone, this version is tried again by: pulumi up --refresh",
  force: (service) =>
    `with restart no it starts again only by: docker service update --force ${service}`,
};

async function failure(
  docker: Docker,
  name: string,
  { why, trouble, mend }: Failure,
): Promise<Error> {
  const lines = [`service ${name} ${why}`];
  if (trouble) {
    const where = await whereOf(docker, trouble);
    const which = hasEnded(trouble) ? "its last task that ended" : "its last task";
    lines.push(`${which}${where}: ${troubleOf(trouble)}`);
    lines.push(...(await wordsOf(docker, trouble, mayBeUnhealthy(trouble))));
  }
  if (mend) lines.push(MENDS[mend](name));
  return new Error(lines.join("\n"));
}
