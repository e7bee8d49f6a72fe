import type Docker from "dockerode";
import { demultiplex } from "../../../../docker/container-log";
import { orMissing } from "../../../../docker/missing";
import { whyNotRunByLog } from "../../docker/wait/start-failure";
import type { ListedTask } from "./service-state";

/** A node that is gone gives no log, and says nothing. */
const LOG_MS = 5000;

/** What a task left behind: its last health check, where that may be the reason, and the end of its log. */
export async function wordsOf(
  docker: Docker,
  task: ListedTask,
  isOfHealth: boolean,
): Promise<string[]> {
  const container = task.Status.ContainerStatus?.ContainerID;
  if (!container) return [];
  const check = isOfHealth ? await lastCheck(docker, container) : [];
  return [...check, await lastLines(docker, task.ID)];
}

/** ` on NODE`, or nothing where no node has it yet. */
export async function whereOf(docker: Docker, { NodeID: node }: ListedTask): Promise<string> {
  return node ? ` on ${await nodeName(docker, node)}` : "";
}

/** Which nodes pull the image for tasks that they prepare, each with a semicolon before it. */
export async function pullsOf(docker: Docker, preparing: readonly ListedTask[]): Promise<string> {
  const ids = new Set(preparing.flatMap(({ NodeID: node }) => node ?? []));
  const names = await Promise.all([...ids].map((id) => nodeName(docker, id)));
  return names.map((name) => `; ${name} pulls the image`).join("");
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
  /** A stream where it is followed. */
  logs<Result = Buffer>(options: object): Promise<Result>;
}

const loggedTask = (docker: Docker, task: string) => docker.getTask(task) as unknown as Logged;

async function tailOf(docker: Docker, task: string, tail: number): Promise<string> {
  const abortSignal = AbortSignal.timeout(LOG_MS);
  return demultiplex(
    await loggedTask(docker, task).logs({ stdout: true, stderr: true, tail, abortSignal }),
  ).trimEnd();
}

/** What a task writes, as it comes. */
export const followedLog = (docker: Docker, task: string): Promise<NodeJS.ReadableStream> =>
  loggedTask(docker, task).logs({ follow: true, stdout: true, stderr: true });

/** The last line of a task's log; empty where it cannot be read. */
export const lastLine = (docker: Docker, task: string): Promise<string> =>
  tailOf(docker, task, 1).catch(() => "");

/** The end of a task's log, for an error; one that cannot be read hides no reason. */
export async function lastLines(docker: Docker, task: string): Promise<string> {
  try {
    const text = await tailOf(docker, task, 20);
    const lines = text.split("\n").map((line) => `  | ${line}`);
    return ["last lines of its log:", ...lines, ...whyNotRunByLog(text)].join("\n");
  } catch (error) {
    return `its log cannot be read: ${(error as Error).message}`;
  }
}
