import type Docker from "dockerode";
import { VOLUME } from "../components/backup/kinds";
import { orAlready } from "../docker/already";
import { BackupError } from "./backup-error";
import type { Target } from "./places";

/** What was stopped for a moment. */
export interface Writers {
  /** Lets it run again. */
  goOn(): Promise<void>;
}

/**
 * Stops what has a volume mounted: a program that has a file open would go on with the one that is put out of its
 * place, and SQLite would write its journal beside the other. A database server sees to that itself.
 *
 * Swarm would start another one for a task that ends, so its tasks are frozen, and end once they may be replaced.
 *
 * @param tool the container that does the restore.
 */
export async function stopWriters(
  docker: Docker,
  of: Target,
  tool: string,
  say: (line: string) => void,
): Promise<Writers> {
  if (of.engine !== VOLUME) return { goOn: async () => {} };
  const found = await docker.listContainers({ filters: { volume: [of.volume] } });
  const writers = found.filter(({ Id }) => Id !== tool).map(writerOf);
  if (writers.length > 0) say(`stopping ${writers.map(({ name }) => name).join(", ")}`);
  const goOn = async () => {
    const ends = await Promise.allSettled(writers.map((writer) => start(docker, writer)));
    const lost = writers.filter((_, index) => ends[index]?.status === "rejected");
    if (lost.length > 0) {
      const names = lost.map(({ name }) => name).join(" ");
      throw new BackupError(
        `the data is in its place, and ${names} could not be started again: docker start ${names}`,
      );
    }
  };
  try {
    await Promise.all(writers.map((writer) => stop(docker, writer)));
  } catch (error) {
    await goOn().catch(() => {});
    throw new BackupError(
      `what uses the volume could not be stopped: ${(error as Error).message}; nothing was changed`,
    );
  }
  return { goOn };
}

interface Writer {
  id: string;
  name: string;
  isTask: boolean;
  /** A restore that was killed left it so. */
  isPaused: boolean;
}

const writerOf = ({ Id: id, Names, Labels, State }: Docker.ContainerInfo): Writer => ({
  id,
  name: (Names[0] ?? id).replace(/^\//, ""),
  isTask: Labels["com.docker.swarm.task.id"] !== undefined,
  isPaused: State === "paused",
});

async function stop(docker: Docker, { id, isTask, isPaused }: Writer): Promise<void> {
  const container = docker.getContainer(id);
  if (isTask && isPaused) return;
  await (isTask ? container.pause() : orAlready(container.stop()));
}

async function start(docker: Docker, { id, isTask }: Writer): Promise<void> {
  const container = docker.getContainer(id);
  await (isTask ? container.kill() : orAlready(container.start()));
}
