import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { labels, nameOf, type StackId } from "./labels";
import { encryption, overlay } from "./platforms/swarm/network";

export interface NetworkArgs {
  /** The stack that the network belongs to; names it `project-stack`. */
  id: StackId;
  /**
   * A network of a Swarm, over all of its nodes; `encrypted` hides what is sent between them.
   *
   * @default a bridge of one engine
   */
  swarm?: { encrypted: boolean };
}

/** A network on which the containers of a stack reach one another by name. */
export class Network extends pulumi.ComponentResource {
  readonly networkName: pulumi.Output<string>;
  /** What containers join it by: its name, or on a Swarm its id. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Network", name, {}, opts);
    const { parts, ignoreChanges } = encryption(args.swarm);
    const network = new docker.Network(
      [name, ...parts].join("-"),
      {
        name: nameOf(args.id, ...parts),
        ...(args.swarm ? overlay(args.swarm) : { driver: "bridge" }),
        labels: labels(args.id, "network"),
      },
      { parent: this, deleteBeforeReplace: true, ignoreChanges },
    );
    this.networkName = network.name;
    this.reference = args.swarm ? network.id : network.name;
    this.registerOutputs({ networkName: this.networkName });
  }
}

/** The networks of a container in the docker provider's shape. */
export function joined(...networks: readonly (pulumi.Input<string> | undefined)[]) {
  return networks.flatMap((name) => (name === undefined ? [] : [{ name }]));
}
