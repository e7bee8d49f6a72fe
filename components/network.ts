import * as pulumi from "@pulumi/pulumi";
import type { StackId } from "./labels";
import { type Platform, platformOf } from "./platforms";

export interface NetworkArgs {
  /** The stack that the network belongs to; names it `project-stack`. */
  id: StackId;
  /**
   * What it is a network of, such as all nodes of a Swarm.
   *
   * @default a bridge of one engine
   */
  platform?: Platform;
}

/** A network on which the containers of a stack reach one another by name. */
export class Network extends pulumi.ComponentResource {
  readonly networkName: pulumi.Output<string>;
  /** What containers join it by: its name, or on a Swarm its id. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Network", name, {}, opts);
    const network = platformOf(args).network(name, { id: args.id }, this);
    this.networkName = network.name;
    this.reference = network.reference;
    this.registerOutputs({ networkName: this.networkName });
  }
}
