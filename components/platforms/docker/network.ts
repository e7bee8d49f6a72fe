import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../../labels";
import { networkName } from "../network-name";
import type { JoinedNetwork, NetworkSpec } from "../platform";
import { NetworkJoin } from "./network-join";

/**
 * An internal network alone still reaches the host: its gateway is an address of the host, and so are
 * all of its others from there. Without that address nobody answers.
 *
 * Source: https://docs.docker.com/engine/network/drivers/bridge/#options
 */
const WITHOUT_THE_HOST = { "com.docker.network.bridge.inhibit_ipv4": "true" };

/** A bridge of one engine. */
export function bridge(
  name: string,
  { id, data }: NetworkSpec,
  parent: pulumi.Resource,
): JoinedNetwork {
  const made = new docker.Network(
    name,
    {
      name: networkName({ id, data }),
      driver: "bridge",
      ...(data && { options: WITHOUT_THE_HOST, internal: true }),
      labels: labels(id, data ? "data-network" : "network"),
    },
    { parent, deleteBeforeReplace: true },
  );
  if (!data) return { name: made.name, reference: made.name };
  // A database moves over only when those who use it are there.
  const join = new NetworkJoin(`${name}-join`, { ...id, ...data, to: made.id }, { parent });
  const joined = pulumi.all([made.name, join.id]).apply(([networkName]) => networkName);
  return { name: joined, reference: joined };
}
