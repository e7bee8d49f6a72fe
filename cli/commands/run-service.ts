import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../shared/errors";
import type { OpenPlace } from "./engine";
import { linesOf } from "./log-sources";
import { type Service, servicesOf, type Task } from "./tasks";

const ENDED = ["complete", "failed", "rejected", "orphaned", "shutdown"];
/** How often it is asked whether a task has ended, in milliseconds. */
const PAUSE_MS = 500;

/**
 * Runs a command as a service of one task, with all that a role's service has, and removes it. A Swarm gives
 * a task no terminal and no input.
 *
 * @returns its exit code.
 */
export async function runAsService(
  { client, id }: OpenPlace,
  role: string,
  command: readonly string[],
  env: readonly string[],
): Promise<number> {
  const [like] = await servicesOf(client, id, role);
  if (!like) throw new UserError(`the stack ${id.stack} has no service of the role ${role}`);
  const body = serviceLike(like, command, env, randomBytes(3).toString("hex"));
  const { ID: service } = await client.ask<{ ID: string }>("POST", "/services/create", { body });
  const remove = () => client.ask("DELETE", `/services/${service}`);
  const interrupt = (signal: NodeJS.Signals) => {
    void remove().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const source = {
    id: service,
    role,
    name: body.Name,
    path: `/services/${service}/logs`,
    isRaw: false,
  };
  let shown = "";
  const print = async (follow: boolean) => {
    for await (const { time, stream, text } of linesOf(client, source, { follow })) {
      if (time <= shown) continue;
      shown = time;
      process[stream].write(`${text}\n`);
    }
  };
  try {
    // Where it breaks off, what is left is read below.
    void print(true).catch(() => {});
    const task = await endOf(client, body.Name);
    await sleep(PAUSE_MS);
    await print(false);
    if (task.Status.State === "complete") return 0;
    const { Err: error, ContainerStatus: container } = task.Status;
    if (container?.ExitCode) return container.ExitCode;
    throw new UserError(`the command did not run: ${error ?? task.Status.State}`);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    await remove().catch(() => {});
    // The log of a service that is gone may never end.
    client.close();
  }
}

async function endOf(client: OpenPlace["client"], service: string): Promise<Task> {
  for (;;) {
    const query = { filters: { service: [service] } };
    const [task] = await client.ask<Task[]>("GET", "/tasks", { query });
    if (task && ENDED.includes(task.Status.State)) return task;
    await sleep(PAUSE_MS);
  }
}

/** A service like another one, whose one task runs a command once. Pure. */
export function serviceLike(
  { Spec: spec }: Service,
  command: readonly string[],
  env: readonly string[],
  end: string,
) {
  const { ContainerSpec: container = {}, ...template } = spec.TaskTemplate;
  const { Env: before = [] } = container as { Env?: string[] };
  const labels = {
    ...spec.Labels,
    "berth.role": "run",
    "berth.run.like": spec.Labels?.["berth.role"],
  };
  const name = spec.Name.replace(/-[^-]+$/, "");
  return {
    Name: `${name}-run-${end}`,
    Labels: labels,
    TaskTemplate: {
      ...template,
      ContainerSpec: {
        ...container,
        Labels: labels,
        Args: command,
        Env: [...before, ...env],
        HealthCheck: { Test: ["NONE"] },
        Init: true,
      },
      RestartPolicy: { Condition: "none", MaxAttempts: 0 },
    },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: { Mode: "dnsrr" },
  };
}
