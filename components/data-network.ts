import * as pulumi from "@pulumi/pulumi";
import type { StackId } from "./labels";
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
