import type Docker from "dockerode";
import { isNotFound, orMissing } from "../../../../docker/missing";
import { UserError } from "../../../errors";
import type { PropertyValue } from "../../provider";
import { dockerMessage, failure, isConflict } from "../errors";
import { CreatedButFailed, type Found, handler, type Session } from "../handler";
import { carries } from "../labels";
import { ensureImage } from "../registry/pull";
import { inBody } from "../request-body";
import { canonical } from "../schema/values";
import { containerRequest, endpointConfig } from "./container-request";
import { containerState } from "./container-state";
import { CONTAINER, type ContainerInputs } from "./fields";
import { deviceRates, memorySwap, restartPolicy } from "./host-config";
import { ensureRunning, runToEnd } from "./run";
import { uploadArchive } from "./uploads";

const MEGABYTE = 1024 * 1024;

export const container = handler({
  fields: CONTAINER,
  schemaVersion: 2,
  timeouts: true,
  deleteBeforeReplace: true,
  deletesInSteps: true,

  async create(inputs, session) {
    if (!inputs.image) {
      throw new UserError(
        `container ${inputs.name} cannot be created: the name of its image is empty`,
      );
    }
    await ensureImage(inputs.image, session);
    const created = await createContainer(inputs, session);
    await equip(created, inputs, session);
    try {
      if (inputs.start) await ensureRunning(created, inputs, session);
      const logs = inputs.attach ? await runToEnd(created, inputs, session) : undefined;
      const found = await inspect(created, inputs);
      return logs === undefined
        ? found
        : { ...found, live: { ...found.live, containerLogs: logs } };
    } catch (error) {
      const cause = failure(`container ${inputs.name} was created but is not right`, error);
      throw new CreatedButFailed(created.id, {}, cause);
    }
  },

  /** What was started was complete before; nothing has happened yet in one that never was. */
  async recover(inputs, session, preview) {
    const left = session.docker.getContainer(inputs.name ?? "");
    const found = await orMissing(left.inspect());
    if (!found || !carries(found.Config.Labels, inputs.labels)) return undefined;
    if (wasStarted(found)) {
      if (inputs.attach && !preview) await runToEnd(left, inputs, session);
      return inspect(left, inputs);
    }
    if (!preview) await left.remove({ v: true, force: true });
    return undefined;
  },

  async read(id, state, { docker }) {
    const found = await orMissing(docker.getContainer(id).inspect());
    return found && { id: found.Id, live: containerState(found, state) };
  },

  async update(id, inputs, session, state) {
    const existing = session.docker.getContainer(id);
    try {
      // Where an earlier create or a stop from outside left it, it is started here.
      if (inputs.start && inputs.mustRun && !inputs.attach) {
        await ensureRunning(existing, inputs, session);
      }
      if (LIMITS.some((name) => isChanged(name, state, inputs))) {
        await existing.update(updateRequest(inputs));
      }
    } catch (error) {
      throw failure(`container ${inputs.name} cannot be updated`, error);
    }
    return {};
  },

  async delete(id, state, { docker }) {
    const existing = docker.getContainer(id);
    try {
      if (!state.attach) await stop(existing, state.destroyGraceSeconds ?? 0);
      await existing.remove({ v: state.removeVolumes ?? false, force: true });
      if (state.rm) await existing.wait({ condition: "removed" });
    } catch (error) {
      if (isNotFound(error) || /already in progress/.test(dockerMessage(error))) return;
      throw failure(`container ${state.name ?? id} cannot be removed`, error);
    }
  },
});

async function createContainer(inputs: ContainerInputs, { docker, signal }: Session) {
  const { query, body } = containerRequest(inputs);
  try {
    return await docker.createContainer(inBody(body, signal, query));
  } catch (error) {
    const hint = isConflict(error) ? await whoHolds(inputs.name ?? "", docker) : undefined;
    throw failure(`container ${inputs.name} cannot be created`, error, hint);
  }
}

/** Names the container that has the name already, and how to get on. */
async function whoHolds(name: string, docker: Docker): Promise<string | undefined> {
  const owner = await orMissing(docker.getContainer(name).inspect());
  if (!owner) return undefined;
  const state = owner.State.Running ? "running" : owner.State.Status;
  return `It is a ${state} container of ${owner.Config.Image}, made ${owner.Created}. If it is not needed: docker rm -f ${name}`;
}

/** Gives a new container what it needs before its start. Without that it is no use to anybody. */
async function equip(created: Docker.Container, inputs: ContainerInputs, session: Session) {
  try {
    await attachNetworks(created, inputs, session);
    if (inputs.uploads?.length) {
      await created.putArchive(await uploadArchive(inputs.uploads), { path: "/" });
    }
  } catch (error) {
    const cause = await created.remove({ v: true, force: true }).then(
      () => error,
      (notRemoved: unknown) => notRemoved,
    );
    throw failure(`container ${inputs.name} cannot be created`, cause);
  }
}

/** Docker writes the year 1 for what never happened. */
function wasStarted({ State: { StartedAt } }: Docker.ContainerInspectInfo): boolean {
  return !StartedAt.startsWith("0001-");
}

/** Networks replace Docker's default bridge. They are attached before the start, so that names resolve. */
async function attachNetworks(
  created: Docker.Container,
  inputs: ContainerInputs,
  session: Session,
) {
  if (!inputs.networksAdvanced?.length) return;
  const { docker } = session;
  try {
    await docker.getNetwork("bridge").disconnect({ Container: created.id });
  } catch (error) {
    if (!/is not connected to/.test(dockerMessage(error))) throw error;
  }
  for (const network of inputs.networksAdvanced) {
    try {
      const request = { Container: created.id, EndpointConfig: endpointConfig(network) };
      await docker.getNetwork(network.name ?? "").connect(request);
    } catch (error) {
      throw failure(`network ${network.name} cannot be attached`, error);
    }
  }
}

async function inspect(created: Docker.Container, inputs: ContainerInputs): Promise<Found> {
  const found = await orMissing(created.inspect());
  if (found) return { id: found.Id, live: containerState(found, inputs) };
  throw new UserError(`it is gone already${inputs.rm ? ", as `rm` says" : ""}`);
}

/** The inputs whose change Docker has to be told of. */
const LIMITS = [
  "restart",
  "maxRetryCount",
  "cpuShares",
  "cpuSet",
  "memory",
  "memoryReservation",
  "memorySwap",
  "deviceReadBps",
  "deviceReadIops",
  "deviceWriteBps",
  "deviceWriteIops",
] as const;

function isChanged(name: keyof ContainerInputs, old: ContainerInputs, next: ContainerInputs) {
  const text = (inputs: ContainerInputs) =>
    canonical(CONTAINER[name], inputs[name] as PropertyValue | undefined);
  return text(old) !== text(next);
}

/** What Docker can change while a container runs. */
function updateRequest(inputs: ContainerInputs) {
  return {
    RestartPolicy: restartPolicy(inputs),
    CpuShares: inputs.cpuShares ?? 0,
    CpusetCpus: inputs.cpuSet ?? "",
    Memory: (inputs.memory ?? 0) * MEGABYTE,
    MemoryReservation: (inputs.memoryReservation ?? 0) * MEGABYTE,
    MemorySwap: memorySwap(inputs) ?? 0,
    ...deviceRates(inputs),
  };
}

async function stop(existing: Docker.Container, seconds: number): Promise<void> {
  try {
    await existing.stop({ t: seconds });
  } catch (error) {
    // 304: it was not running.
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== 304 && statusCode !== 404) throw error;
  }
}
