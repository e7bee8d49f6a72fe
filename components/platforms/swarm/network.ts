import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { labels } from "../../labels";
import { networkName } from "../network-name";
import type { JoinedNetwork, NetworkSpec } from "../platform";
import type { SwarmOptions } from "./options";

/** A network over the nodes of a Swarm. */
export function overlay(
  name: string,
  { id, data }: NetworkSpec,
  swarm: Pick<SwarmOptions, "encrypted">,
  parent: pulumi.Resource,
): JoinedNetwork {
  const { parts, ignoreChanges } = encryption(swarm);
  const made = new docker.Network(
    [name, ...parts].join("-"),
    {
      name: networkName({ id, data }, parts),
      driver: "overlay",
      options: swarm.encrypted ? { encrypted: "true" } : undefined,
      ...(data && { internal: true }),
      labels: labels(id, data ? "data-network" : "network"),
    },
    { parent, deleteBeforeReplace: true, ignoreChanges },
  );
  return { name: data ? made.id : made.name, reference: made.id };
}

/**
 * What sets an encrypted network apart: a part of its name, and what is to be ignored. The engine adds an
 * option of its own to it, which is no change, so that its options are not looked at; to be encrypted, or
 * not any more, is therefore to be another network.
 */
export const encryption = (swarm: Pick<SwarmOptions, "encrypted"> | undefined) =>
  swarm?.encrypted
    ? { parts: ["encrypted"], ignoreChanges: ["options"] }
    : { parts: [], ignoreChanges: [] };
