import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../../../docker/connect";
import { acting } from "../../../acting";
import { steady } from "../../../steady";
import { orphansOf, removeOrphans } from "../orphans";
import { areReady, reconcile, type WatchedContainer, waitUntilReady } from "./container-health";
import type { NetworkProbe } from "./probe";

/** A container that a gate waits for, as WatchedContainer has it. */
export interface WatchedArgs {
  name: pulumi.Input<string>;
  id: pulumi.Input<string>;
  networks?: pulumi.Input<string>[];
  runsCheck?: boolean;
  servesOthers?: boolean;
  settleSeconds?: number;
  probe?: pulumi.Input<NetworkProbe | undefined>;
}

export interface HealthGateArgs {
  /** Address of the Docker engine. */
  host: string;
  /** The containers that have to be healthy. A new id makes the gate check again. */
  containers: pulumi.Input<WatchedArgs>[];
  /** How long they may take, in seconds. */
  timeoutSeconds: number;
  /**
   * Removes what an interrupted run has left of their kind, with so many seconds to stop: for those that are
   * named by chance, and so are in nobody's way.
   *
   * @default nothing is removed
   */
  orphanGraceSeconds?: number;
}

interface Inputs {
  host: string;
  containers: WatchedContainer[];
  timeoutSeconds: number;
  orphanGraceSeconds?: number;
}

async function check(inputs: Inputs, before: readonly WatchedContainer[]): Promise<void> {
  const { host, containers, timeoutSeconds, orphanGraceSeconds } = inputs;
  const docker = connect(host);
  await reconcile(docker, containers);
  await waitUntilReady(docker, containers, timeoutSeconds);
  if (orphanGraceSeconds === undefined) return;
  const all = await docker.listContainers({ all: true });
  await removeOrphans(docker, orphansOf(all, containers, before), orphanGraceSeconds);
}

/**
 * A failed gate is not recorded as done, so that the next `up` asks again, where a container's own
 * `wait` would be forgotten (https://github.com/pulumi/pulumi/issues/21458).
 */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("HealthGate", {
  ...acting<Inputs>(
    ({ containers }) => containers.map(({ name }) => name).join(","),
    (inputs, olds) => check(inputs, olds?.containers ?? []),
  ),
  /** On a refresh, a gate whose containers are not all ready is gone, and the next `up` asks again. */
  async read(id, state) {
    if (!state) return {};
    const ready = await areReady(connect(state.host), state.containers);
    return ready ? { id, props: state } : {};
  },
});

/**
 * Is there only when every container was seen healthy. What depends on it starts after that.
 *
 * Fails as soon as a container is unhealthy, stops, or restarts over and over, with its last log
 * lines in the error.
 */
export class HealthGate extends pulumi.dynamic.Resource {
  constructor(name: string, args: HealthGateArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "HealthGate");
  }
}
