import type Docker from "dockerode";

import { isNotFound, orMissing } from "../../../../docker/missing";
import { inSequence } from "../../../../docker/out-of-sequence";
import { parseDuration } from "../durations";
import { failure } from "../errors";
import { handler, type Session } from "../handler";
import { carries } from "../labels";
import { parseReference } from "../registry/reference";
import { inBody } from "../request-body";
import { converge, NO_UPDATE } from "./convergence";
import { taskIdsOf, untilGone } from "./departure";
import { SERVICE, type ServiceInputs } from "./service-fields";
import type { ServiceInfo } from "./service-info";
import { serviceRequest } from "./service-request";
import { serviceState } from "./service-state";

/** A service of a Swarm: tasks that the managers keep running on the nodes. */
export const service = handler({
  fields: SERVICE,
  schemaVersion: 2,
  secrets: ["auth.password"],

  async create(inputs, session) {
    const { docker } = session;
    let id = "";
    try {
      const request = await pinned(serviceRequest(inputs), session);
      const auth = await loginFor(inputs, session);
      ({ id } = await docker.createService(auth as Docker.AuthConfig, request));
      await converge(id, inputs, session);
      return { id, live: await inspect(id, inputs, session) };
    } catch (error) {
      // As in the official provider one that does not come up does not stay.
      if (id)
        await docker
          .getService(id)
          .remove()
          .catch(() => undefined);
      throw failure(`service ${inputs.name} cannot be created`, error);
    }
  },

  async recover({ name = "", labels, ...inputs }, session) {
    const found = await orMissing(session.docker.getService(name).inspect());
    if (!found || !carries(found.Spec.Labels, labels)) return undefined;
    return { id: found.ID, live: await inspect(found.ID, inputs, session) };
  },

  async read(id, state, session) {
    const found = await orMissing(inspect(id, state, session));
    return found && { id, live: found };
  },

  async update(id, inputs, session) {
    const existing = session.docker.getService(id);
    try {
      const request = await pinned(serviceRequest(inputs), session);
      const auth = await loginFor(inputs, session);
      // dockerode's types know one argument only.
      const update = existing.update.bind(existing) as unknown as UpdateCall;
      const before = await inSequence(async () => {
        const { Version, UpdateStatus } = (await existing.inspect()) as ServiceInfo;
        await update(auth, inBody(request, session.signal, { version: Version.Index }));
        return UpdateStatus;
      });
      await converge(id, inputs, session, before ?? NO_UPDATE);
      return await inspect(id, inputs, session);
    } catch (error) {
      throw failure(`service ${inputs.name} cannot be updated`, error);
    }
  },

  async delete(id, { name = id, taskSpec }, session) {
    let tasks: string[] = [];
    try {
      tasks = await taskIdsOf(id, session);
      await session.docker.getService(id).remove();
    } catch (error) {
      if (isNotFound(error)) return;
      throw failure(`service ${name} cannot be removed`, error);
    }
    const grace = taskSpec?.containerSpec?.stopGracePeriod;
    await untilGone(tasks, grace ? parseDuration(grace) / 1e6 : 0, session);
  },
});

type UpdateCall = (auth: object, request: Docker.ServiceSpec) => Promise<unknown>;

/** The image by its digest, so that all nodes run the same one; by its name where no registry has it. */
async function pinned(
  request: Docker.ServiceSpec,
  { docker, log }: Session,
): Promise<Docker.ServiceSpec> {
  const { ContainerSpec: spec } = request.TaskTemplate as { ContainerSpec: { Image: string } };
  if (spec.Image.includes("@")) return request;
  try {
    const found = (await docker.getImage(spec.Image).distribution()) as {
      Descriptor: { digest: string };
    };
    spec.Image = `${spec.Image}@${found.Descriptor.digest}`;
  } catch {
    log("debug", `no registry tells the digest of ${spec.Image}; each node uses what it has`);
  }
  return request;
}

async function loginFor({ auth, taskSpec }: ServiceInputs, { credentials }: Session) {
  const { username, password, serverAddress } = auth ?? {};
  if (username && password) return { username, password, serveraddress: serverAddress ?? "" };
  const image = taskSpec?.containerSpec?.image ?? "";
  return (await credentials.find(parseReference(image).registry)) ?? {};
}

async function inspect(id: string, given: ServiceInputs, { docker }: Session) {
  const found = (await docker.getService(id).inspect()) as ServiceInfo;
  const names = new Map<string, string>();
  if (given.taskSpec?.networksAdvanceds?.some(({ name }) => name)) {
    for (const { Target } of found.Spec.TaskTemplate.Networks ?? []) {
      const network = await orMissing(docker.getNetwork(Target).inspect());
      if (network) names.set(Target, network.Name);
    }
  }
  return serviceState(found, given, names);
}
