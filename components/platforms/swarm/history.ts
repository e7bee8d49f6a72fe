import type { Convergence, ListedTask } from "./wait/service-state";
import { hasEnded } from "./wait/service-verdict";

/** What was seen of a service, over all looks. */
export interface History {
  /** Adds the tasks that ended earlier and that Swarm has forgotten: it remembers the last few of a place. */
  complete(tasks: readonly ListedTask[]): ListedTask[];
  /** Whether it has come to something new: a crash loop comes to the same over and over. */
  moves(found: Convergence): boolean;
}

/** Not a class: Pulumi serializes what a dynamic provider uses, and drops the fields of one. */
export function newHistory(): History {
  const ended = new Map<string, ListedTask>();
  const steps = new Set<string>();
  return {
    complete(tasks) {
      const there = new Set(tasks.map(({ ID }) => ID));
      const forgotten = [...ended.values()].filter(({ ID }) => !there.has(ID));
      for (const task of tasks.filter(hasEnded)) {
        ended.set(task.ID, { ...task, DesiredState: "shutdown" });
      }
      return [...tasks, ...forgotten];
    },
    moves(found) {
      const isWaiting = found.state === "waiting";
      const news = isWaiting ? [...found.steps, `${found.former} former`] : [found.state];
      const { size } = steps;
      for (const step of news) steps.add(step);
      return steps.size > size;
    },
  };
}
