import * as pulumi from "@pulumi/pulumi";
import type { StackId } from "./labels";
import type { Network } from "./network";
import { type Platform, platformOf } from "./platforms";

export interface DataNetworkArgs {
  /** The stack that the network belongs to; names it `project-stack-data`. */
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** Name of the stack's own network, whose containers reach this one too. */
  network: pulumi.Input<string>;
  /** As NetworkArgs has it. */
  platform?: Platform;
}

/**
 * A network for databases, without a way out: from it no other network, nothing on the internet and not
 * even the host is reached, and no port is published. What reaches a database joins it besides the stack's own.
 */
export class DataNetwork extends pulumi.ComponentResource {
  /** What containers join it by: its name, or on a Swarm its id. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: DataNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:DataNetwork", name, {}, opts);
    const { id, host, network: from } = args;
    this.reference = platformOf(args).network(name, { id, data: { host, from } }, this).reference;
    this.registerOutputs({ networkName: this.reference });
  }
}

/** The networks of a stack, by what containers join them. */
export interface StackNetworks {
  /** Its own one. */
  network: pulumi.Input<string>;
  /**
   * The one of its data.
   *
   * @default its own one
   */
  dataNetwork?: pulumi.Input<string>;
}

/** A stack's own network, and beside it one for its data where there are arguments for one. */
export function stackNetworks(
  { reference: network }: Network,
  args: Omit<DataNetworkArgs, "network"> | undefined,
  opts: pulumi.ComponentResourceOptions,
): StackNetworks {
  if (!args) return { network };
  const { reference } = new DataNetwork("data-network", { ...args, network }, opts);
  return { network, dataNetwork: reference };
}
