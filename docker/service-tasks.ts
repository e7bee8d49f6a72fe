import type Docker from "dockerode";

/**
 * Every task that the managers of a Swarm still know of a service, those that ended too.
 *
 * @typeParam T the parts that are read.
 */
export async function tasksOf<T>(docker: Docker, service: string): Promise<T[]> {
  return (await docker.listTasks({ filters: JSON.stringify({ service: [service] }) })) as T[];
}
