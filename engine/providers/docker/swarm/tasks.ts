import { isOfTheEnd } from "../../../../docker/service-tasks";

/** The parts of a task that are read. */
export interface Task {
  ID: string;
  NodeID?: string;
  CreatedAt: string;
  DesiredState: string;
  Status: { State: string; Err?: string };
}

const MOST_ERRORS = 5;

/** Whether the managers want the task to run. */
export function isWanted({ DesiredState }: Task): boolean {
  return DesiredState === "running" || DesiredState === "ready";
}

/**
 * What tasks that were made since then say of why they do not run, the latest first, each once.
 *
 * @param since undefined: ever.
 */
export function lastErrors(tasks: readonly Task[], since = ""): string[] {
  const from = Date.parse(since) || 0;
  const own = tasks.filter(
    ({ CreatedAt, Status }) => Date.parse(CreatedAt) >= from && !isOfTheEnd(Status.Err),
  );
  const latestFirst = own.sort((a, b) => Date.parse(b.CreatedAt) - Date.parse(a.CreatedAt));
  const errors = new Set(latestFirst.map(({ Status }) => Status.Err?.replace(/^task: /, "")));
  errors.delete(undefined);
  errors.delete("");
  return [...errors].slice(0, MOST_ERRORS).map((error) => `task: ${error}`);
}
