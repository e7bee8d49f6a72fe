import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";

import { isNotFound, orMissing } from "../../../../docker/missing";
import { dockerMessage, failure, isConflict } from "../errors";
import { handler } from "../handler";
import { carries, labelsFromMap, labelsToMap } from "../labels";
import { inBody } from "../request-body";
import { bool, labels, map, set, string, type ValuesOf } from "../schema/property";
import type { Live } from "../schema/settle";

const ipamConfigs = {
  auxAddress: map({ forceNew: true }),
  gateway: string({ forceNew: true }),
  ipRange: string({ forceNew: true }),
  subnet: string({ forceNew: true }),
};

export const NETWORK = {
  attachable: bool({ forceNew: true }),
  driver: string({ forceNew: true, computed: true }),
  ingress: bool({ forceNew: true }),
  internal: bool({ forceNew: true, computed: true }),
  ipamConfigs: set(ipamConfigs, { forceNew: true, computed: true }),
  ipamDriver: string({ forceNew: true, default: "default" }),
  ipamOptions: map({ forceNew: true }),
  ipv6: bool({ forceNew: true }),
  labels: labels({ forceNew: true }),
  name: string({ required: true, forceNew: true, autoName: true }),
  options: map({ forceNew: true, computed: true }),
  scope: string({ readOnly: true }),
};

export type NetworkInputs = ValuesOf<typeof NETWORK>;

const REMOVE_TIMEOUT_MS = 30_000;
const COMPLETE_TIMEOUT_MS = 10_000;
const POLL_MS = 250;

export const network = handler({
  fields: NETWORK,
  schemaVersion: 1,

  async create(inputs, { docker, signal }) {
    try {
      const created = await docker.createNetwork(inBody(networkRequest(inputs), signal));
      const found = await inspectComplete(created, signal);
      return { id: found.Id, live: networkState(found) };
    } catch (error) {
      const { name } = inputs;
      const hint = `See whose it is: docker network inspect ${name}; remove it where nobody needs it: docker network rm ${name}`;
      const known = isConflict(error) ? hint : undefined;
      throw failure(`network ${name} cannot be created`, error, known);
    }
  },

  async recover({ name = "", labels }, { docker }) {
    const found = await orMissing(docker.getNetwork(name).inspect());
    if (!found || !carries(found.Labels, labels)) return undefined;
    return { id: found.Id, live: networkState(found) };
  },

  async read(id, _state, { docker }) {
    const found = await orMissing(docker.getNetwork(id).inspect());
    return found && { id: found.Id, live: networkState(found) };
  },

  async delete(id, state, { docker, signal }) {
    const deadline = Date.now() + REMOVE_TIMEOUT_MS;
    while (true) {
      try {
        return await docker.getNetwork(id).remove();
      } catch (error) {
        if (isNotFound(error)) return;
        // Containers that are being removed leave their networks a moment later.
        const busy =
          /has active endpoints|is in use/.test(dockerMessage(error)) && Date.now() < deadline;
        const hint = `See who uses it: docker network inspect ${state.name ?? id}`;
        if (!busy) throw failure(`network ${state.name ?? id} cannot be removed`, error, hint);
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  },
});

/** The managers of a Swarm fill in the driver of a new network only a moment later. */
async function inspectComplete(created: Docker.Network, signal: AbortSignal) {
  const deadline = Date.now() + COMPLETE_TIMEOUT_MS;
  while (true) {
    const found: Docker.NetworkInspectInfo = await created.inspect();
    const complete = found.Driver && found.IPAM?.Driver;
    if (complete || Date.now() > deadline) return found;
    await sleep(POLL_MS, undefined, { signal });
  }
}

export function networkRequest(inputs: NetworkInputs): Docker.NetworkCreateOptions {
  return {
    Name: inputs.name ?? "",
    CheckDuplicate: true,
    Driver: inputs.driver || undefined,
    Options: inputs.options,
    Labels: inputs.labels?.length ? labelsToMap(inputs.labels) : undefined,
    Internal: inputs.internal ?? false,
    Attachable: inputs.attachable ?? false,
    Ingress: inputs.ingress ?? false,
    EnableIPv6: inputs.ipv6 ?? false,
    IPAM: {
      Driver: inputs.ipamDriver ?? "default",
      Options: inputs.ipamOptions,
      Config: inputs.ipamConfigs?.map((config) => ({
        ...(config.subnet ? { Subnet: config.subnet } : {}),
        ...(config.ipRange ? { IPRange: config.ipRange } : {}),
        ...(config.gateway ? { Gateway: config.gateway } : {}),
        ...(config.auxAddress ? { AuxiliaryAddresses: config.auxAddress } : {}),
      })) as Docker.IPAM["Config"],
    },
  };
}

interface IpamConfig {
  Subnet?: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

export function networkState(network: Docker.NetworkInspectInfo): Live {
  const configs = (network.IPAM?.Config ?? []) as IpamConfig[];
  return {
    name: network.Name,
    labels: labelsFromMap(network.Labels),
    driver: network.Driver,
    internal: network.Internal,
    attachable: network.Attachable,
    ingress: network.Ingress,
    ipv6: network.EnableIPv6,
    ipamDriver: network.IPAM?.Driver ?? "",
    ipamOptions: network.IPAM?.Options ?? {},
    scope: network.Scope,
    options: network.Options ?? {},
    ipamConfigs: configs.map((config) => ({
      subnet: config.Subnet ?? "",
      ipRange: config.IPRange ?? "",
      gateway: config.Gateway ?? "",
      auxAddress: config.AuxiliaryAddresses ?? {},
    })),
  };
}
