import type Docker from "dockerode";
import { orMissing } from "../../../../docker/missing";
import { tasksOf } from "../../../../docker/service-tasks";
import type { ListedTask } from "./service-state";

/** The roles of containers that restore something. */
const RESTORES = /(^|-)restore$/;

/** A restore's script; while it is at work the files of the volume change places. */
const SCRIPT = "restore.sh";

const POLL_MS = 300;

/** A task that a restore froze for as long as files change places, and that nobody has ended since. */
export interface FrozenTask {
  /** Id of its container. */
  container: string;
  name: string;
  /** Id of the container that does the restore. */
  restore: string;
}

/**
 * The tasks of a service that a restore left frozen when it was killed, as far as they run on this engine. What
 * somebody else paused is not among them: they share a volume with a restore's container, which it left too.
 */
export async function frozenTasks(docker: Docker, service: string): Promise<FrozenTask[]> {
  const label = [`com.docker.swarm.service.id=${service}`];
  const paused = await docker.listContainers({ filters: { status: ["paused"], label } });
  if (paused.length === 0) return [];
  const all = await docker.listContainers({ all: true, filters: { label: ["berth.role"] } });
  const restores = all.filter(({ Labels }) => RESTORES.test(Labels["berth.role"] ?? ""));
  return paused.flatMap((task) => {
    const volumes = new Set(volumesOf(task));
    const by = restores.find((restore) => volumesOf(restore).some((name) => volumes.has(name)));
    const name = (task.Names[0] ?? task.Id).replace(/^\//, "");
    return by ? [{ container: task.Id, name, restore: by.Id }] : [];
  });
}

const volumesOf = ({ Mounts }: Docker.ContainerInfo) =>
  Mounts.flatMap(({ Type, Name }) => (Type === "volume" && Name ? [Name] : []));

/** Ends such tasks, as the restore would have: Swarm starts others in their places. */
export async function endFrozenTasks(docker: Docker, service: string): Promise<void> {
  const frozen = await frozenTasks(docker, service);
  for (const { container, name, restore } of frozen) {
    while (await isAtWork(docker, restore)) await pause();
    console.log(`${name} was left frozen by a restore that was killed: it is ended, and replaced`);
    await orMissing(docker.getContainer(container).kill()).catch(ignoreEnded);
  }
  // Until a manager knows of their end, it lists them as tasks that run.
  const ended = new Set(frozen.map(({ container }) => container));
  while (ended.size > 0 && (await areListed(docker, service, ended))) await pause();
}

async function areListed(docker: Docker, service: string, containers: Set<string>) {
  const tasks = (await orMissing(tasksOf<ListedTask>(docker, service))) ?? [];
  return tasks.some(
    ({ Status: { State, ContainerStatus } }) =>
      State === "running" && containers.has(ContainerStatus?.ContainerID ?? ""),
  );
}

async function isAtWork(docker: Docker, restore: string): Promise<boolean> {
  // One that does not run has no processes.
  const top = await docker
    .getContainer(restore)
    .top()
    .catch(() => undefined);
  const lines: string[][] = top?.Processes ?? [];
  return lines.some((words) => words.join(" ").includes(SCRIPT));
}

/** What ended meanwhile cannot be killed. */
function ignoreEnded(error: { statusCode?: number }): void {
  if (error.statusCode !== 409) throw error;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));
