import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../../../docker/connect";
import { acting } from "../../acting";
import type { StackId } from "../../labels";
import { steady } from "../../steady";

export interface NetworkJoinArgs extends StackId {
  /** Address of the Docker engine. */
  host: string;
  /** Name of the network that the stack's containers are on. */
  from: pulumi.Input<string>;
  /** Id of the network that they are to be on too. */
  to: pulumi.Input<string>;
}

interface Inputs extends StackId {
  host: string;
  from: string;
  to: string;
}

async function join({ project, stack, host, from, to }: Inputs): Promise<void> {
  const docker = connect(host);
  const label = [`berth.project=${project}`, `berth.stack=${stack}`];
  const there = await docker.listContainers({ filters: { label, network: [from] } });
  const isOn = ({ NetworkSettings: { Networks } }: Docker.ContainerInfo) =>
    Object.values(Networks).some(({ NetworkID }) => NetworkID === to);
  const joining = there
    .filter((container) => !isOn(container))
    .map(({ Id }) => docker.getNetwork(to).connect({ Container: Id }));
  await Promise.all(joining);
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("NetworkJoin", {
  ...acting<Inputs>(({ to }) => to, join),
});

/**
 * Connects the containers of a stack that run on one network to a new one as well. What moves to the
 * new network afterwards stays in their reach, until they are replaced by ones that join both.
 */
export class NetworkJoin extends pulumi.dynamic.Resource {
  constructor(name: string, args: NetworkJoinArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "NetworkJoin");
  }
}
