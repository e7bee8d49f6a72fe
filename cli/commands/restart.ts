import { setTimeout as sleep } from "node:timers/promises";
import { EngineAnswer, type LightClient } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import type { Run } from "./command";
import { inspect } from "./containers";
import { nothingThere, type OpenPlace, openFor } from "./engine";
import { type Part, runs } from "./part";
import { partsFor } from "./ps";
import { partsOf } from "./roles";
import { servicesOf, type Task } from "./tasks";

/** How long a container may take until it is healthy, beside its own time to start. */
const HEALTHY_MS = 180_000;
const PAUSE_MS = 300;

/** `restart`: one container after the other, each until it is healthy. */
export const restart: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const { client, id } = place;
  const all = await partsFor(place);
  if (all.length === 0) throw nothingThere(place, surroundings.machine.env);
  const words = line.operands.length > 0 ? line.operands : ["app"];
  const parts = partsOf(all, words, id.stack);
  refuseEnded(parts, id.stack);
  const done: string[] = [];
  const tell = (name: string) => {
    done.push(name);
    if (!line.has("json")) process.stdout.write(`restarted ${name}\n`);
  };
  if (place.settings.isOnSwarm) {
    for (const role of new Set(parts.map((part) => part.role))) {
      for (const name of await restartServices(place, role)) tell(name);
    }
  } else {
    for (const { id: container, name, role } of parts) {
      await restartOne(client, container, name, role, id.stack);
      tell(name);
    }
  }
  if (line.has("json")) process.stdout.write(`${JSON.stringify({ restarted: done })}\n`);
};

/** What has done its work, such as a migration, is not to do it twice. */
function refuseEnded(parts: readonly Part[], stack: string): void {
  const ended = parts.find(
    (part) => !runs(part) && !part.restartsItself && part.exitCode === 0 && part.role !== "app",
  );
  if (!ended) return;
  throw new UserError(
    `${ended.name} has run to its end, and a restart would do its work again; nothing was restarted; to run a command in a new container: ./pulumiw run --stack ${stack} COMMAND`,
  );
}

async function restartOne(
  client: LightClient,
  id: string,
  name: string,
  role: string,
  stack: string,
): Promise<void> {
  // With the grace that the container has, which may be a minute.
  await client.ask("POST", `/containers/${id}/restart`, { limitMs: 0 }).catch((error: unknown) => {
    if (!(error instanceof EngineAnswer)) throw error;
    throw new UserError(`${name} cannot be restarted: ${error.message}`);
  });
  const until = Date.now() + HEALTHY_MS;
  for (;;) {
    const found = await inspect(client, id);
    if (!found) throw new UserError(`${name} was removed by somebody while it started`);
    const { Status: status, ExitCode: code, Health: health } = found.State;
    if (status === "running" && (!health || health.Status === "healthy")) return;
    const isLost = health?.Status === "unhealthy" || Date.now() > until;
    if (isLost || status === "exited") {
      const words = health?.Log?.at(-1)?.Output.trim().split("\n").at(-1);
      const why = status === "exited" ? `it ended with exit code ${code}` : (words ?? status);
      throw new UserError(
        `${name} was restarted and is not healthy: ${why}; see ./pulumiw logs ${role} --stack ${stack} --tail 50`,
      );
    }
    await sleep(PAUSE_MS);
  }
}

/** Has Swarm make new tasks of a role's services, in the order that they are updated in. */
async function restartServices({ client, id }: OpenPlace, role: string): Promise<string[]> {
  const services = await servicesOf(client, id, role);
  for (const { ID } of services) {
    const found = await client.ask<{
      Version: { Index: number };
      Spec: { Name: string; TaskTemplate: { ForceUpdate?: number } };
    }>("GET", `/services/${ID}`);
    const { Spec: spec } = found;
    const template = {
      ...spec.TaskTemplate,
      ForceUpdate: (spec.TaskTemplate.ForceUpdate ?? 0) + 1,
    };
    await client.ask("POST", `/services/${ID}/update`, {
      query: { version: found.Version.Index },
      body: { ...spec, TaskTemplate: template },
    });
    await settled(client, ID, spec.Name);
  }
  return services.map(({ Spec }) => Spec.Name);
}

async function settled(client: LightClient, id: string, name: string): Promise<void> {
  const until = Date.now() + HEALTHY_MS;
  for (;;) {
    await sleep(PAUSE_MS);
    const { UpdateStatus: update } = await client.ask<{
      UpdateStatus?: { State?: string; Message?: string };
    }>("GET", `/services/${id}`);
    if (update?.State === "completed") return;
    const isLost = /paused|rollback/.test(update?.State ?? "") || Date.now() > until;
    if (!isLost) continue;
    const query = { filters: { service: [name] } };
    const tasks = await client.ask<Task[]>("GET", "/tasks", { query });
    const why = tasks.find(({ Status }) => Status.Err)?.Status.Err ?? update?.Message;
    throw new UserError(`${name} was restarted and does not run: ${why}`);
  }
}
