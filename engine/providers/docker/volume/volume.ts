import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type Docker from "dockerode";

import { isNotFound, orMissing } from "../../../../docker/missing";
import { UserError } from "../../../errors";
import { dockerMessage, failure } from "../errors";
import { handler } from "../handler";
import { carries, type Label, labelsFromMap, labelsToMap } from "../labels";
import { inBody } from "../request-body";
import { block, labels, map, string, type ValuesOf } from "../schema/property";
import type { Live } from "../schema/settle";

export const VOLUME = {
  cluster: block({}, { unsupported: "cluster volumes (they need API 1.42)" }),
  driver: string({ forceNew: true, computed: true }),
  driverOpts: map({ forceNew: true }),
  labels: labels({ forceNew: true }),
  mountpoint: string({ readOnly: true }),
  name: string({ forceNew: true, computed: true, autoName: true }),
};

const REMOVE_TIMEOUT_MS = 30_000;
const POLL_MS = 250;

export const volume = handler({
  fields: VOLUME,
  schemaVersion: 1,

  async create(inputs, { docker, signal }) {
    try {
      await refuseForeign(inputs, docker);
      const request = {
        Name: inputs.name ?? "",
        Driver: inputs.driver || undefined,
        DriverOpts: inputs.driverOpts,
        Labels: inputs.labels?.length ? labelsToMap(inputs.labels) : undefined,
      };
      // Without a name Docker finds one.
      const created: { name: string } = await docker.createVolume(inBody(request, signal));
      const found = await docker.getVolume(created.name).inspect();
      return { id: found.Name, live: volumeState(found) };
    } catch (error) {
      throw failure(`volume ${inputs.name} cannot be created`, error);
    }
  },

  async recover({ name = "", labels }, { docker }) {
    const found = await orMissing(docker.getVolume(name).inspect());
    if (!found || !carries(found.Labels, labels)) return undefined;
    return { id: found.Name, live: volumeState(found) };
  },

  async read(id, _state, { docker }) {
    const found = await orMissing(docker.getVolume(id).inspect());
    return found && { id: found.Name, live: volumeState(found) };
  },

  async delete(id, { labels }, { docker, signal }) {
    await removeWriters(id, labels, docker);
    const deadline = Date.now() + REMOVE_TIMEOUT_MS;
    while (true) {
      try {
        return await docker.getVolume(id).remove({ force: true });
      } catch (error) {
        if (isNotFound(error)) return;
        // A container that is being removed holds its volumes a moment longer.
        const busy = /volume is in use/.test(dockerMessage(error)) && Date.now() < deadline;
        const hint = `See who uses it: docker ps -a --filter volume=${id}`;
        if (!busy) throw failure(`volume ${id} cannot be removed`, error, hint);
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  },
});

/**
 * Docker answers a creation with the volume that has the name already, whoever made it and however:
 * its data would be this stack's, and go with it. One that an earlier run has kept has its labels.
 *
 * @throws UserError where there is one that a creation would not have made.
 */
async function refuseForeign(inputs: ValuesOf<typeof VOLUME>, docker: Docker): Promise<void> {
  const { name, labels, driver, driverOpts } = inputs;
  const found = name ? await orMissing(docker.getVolume(name).inspect()) : undefined;
  if (!found) return;
  const differences = [
    ...(carries(found.Labels, labels) ? [] : ["labels"]),
    ...(!driver || driver === found.Driver ? [] : ["driver"]),
    ...(!driverOpts || isDeepStrictEqual(driverOpts, found.Options ?? {}) ? [] : ["options"]),
  ];
  if (differences.length === 0) return;
  // A Swarm makes the volumes of its services without any labels.
  const isBare = Object.keys({ ...found.Labels, ...found.Options }).length === 0;
  if (differences.join() === "labels" && isBare && (await isNode(docker))) return;
  throw new UserError(
    `there is one already that was not made by this stack: its ${differences.join(" and ")} are others; to take it over: pulumi import docker:index/volume:Volume RESOURCE ${name}; else choose another name, or remove it with its data: docker volume rm ${name}`,
  );
}

async function isNode(docker: Docker): Promise<boolean> {
  const { Swarm } = await docker.info();
  return Swarm?.LocalNodeState === "active";
}

/**
 * Removes containers that a run which was interrupted made to put files into a volume: they have its
 * labels, were never started, and would hold it for ever.
 */
async function removeWriters(id: string, labels: Label[] | undefined, docker: Docker) {
  const filters = { volume: [id], status: ["created"] };
  for (const { Id, Labels } of await docker.listContainers({ all: true, filters })) {
    if (carries(Labels, labels)) await docker.getContainer(Id).remove({ v: true, force: true });
  }
}

function volumeState(volume: Docker.VolumeInspectInfo): Live {
  return {
    name: volume.Name,
    labels: labelsFromMap(volume.Labels),
    driver: volume.Driver,
    driverOpts: volume.Options ?? {},
    mountpoint: volume.Mountpoint,
  };
}
