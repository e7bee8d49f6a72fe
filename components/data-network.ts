import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { labels, nameOf, type StackId } from "./labels";
import { NetworkJoin } from "./platforms/docker/network-join";
import { encryption, overlay } from "./platforms/swarm/network";

export interface DataNetworkArgs {
  /** The stack that the network belongs to; names it `project-stack-data`. */
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** Name of the stack's own network, whose containers reach this one too. */
  network: pulumi.Input<string>;
  /** As NetworkArgs has it. */
  swarm?: { encrypted: boolean };
}

/**
 * An internal network alone still reaches the host: its gateway is an address of the host, and so are
 * all of its others from there. Without that address nobody answers.
 *
 * Source: https://docs.docker.com/engine/network/drivers/bridge/#options
 */
const WITHOUT_THE_HOST = { "com.docker.network.bridge.inhibit_ipv4": "true" };

/**
 * A network for databases, without a way out: from it no other network, nothing on the internet and not
 * even the host is reached, and no port is published. What reaches a database joins it besides the stack's own.
 */
export class DataNetwork extends pulumi.ComponentResource {
  /** What containers join it by: its name, or on a Swarm its id. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: DataNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:DataNetwork", name, {}, opts);
    const { id, host, network: from, swarm } = args;
    const { parts, ignoreChanges } = encryption(swarm);
    const network = new docker.Network(
      [name, ...parts].join("-"),
      {
        name: nameOf(id, "data", ...parts),
        ...(swarm ? overlay(swarm) : { driver: "bridge", options: WITHOUT_THE_HOST }),
        internal: true,
        labels: labels(id, "data-network"),
      },
      { parent: this, deleteBeforeReplace: true, ignoreChanges },
    );
    if (swarm) {
      this.reference = network.id;
      this.registerOutputs({ networkName: this.reference });
      return;
    }
    // A database moves over only when those who use it are there.
    const join = new NetworkJoin(
      `${name}-join`,
      { ...id, host, from, to: network.id },
      { parent: this },
    );
    this.reference = pulumi.all([network.name, join.id]).apply(([networkName]) => networkName);
    this.registerOutputs({ networkName: this.reference });
  }
}
