import type Docker from "dockerode";

/**
 * Every task that the managers of a Swarm still know of a service, those that ended too.
 *
 * @typeParam T the parts that are read.
 */
export async function tasksOf<T>(docker: Docker, service: string): Promise<T[]> {
  return (await docker.listTasks({ filters: JSON.stringify({ service: [service] }) })) as T[];
}

/**
 * Whether a task that Swarm took away says of its end only that something was in the way of that: two tasks
 * of a node that end at once both want to remove their network. It is no reason for anything.
 */
export const isOfTheEnd = (words = ""): boolean => words.startsWith("error while removing network");
