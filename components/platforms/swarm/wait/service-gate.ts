import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../../../docker/connect";
import { acting } from "../../../acting";
import { steady } from "../../../steady";
import { endFrozenTasks, frozenTasks } from "./frozen-tasks";
import { isConverged, isUnderWay, waitUntilConverged } from "./wait-until-converged";

export interface ServiceGateArgs {
  /** Address of a manager's engine. */
  host: string;
  /** Id of the service. */
  service: pulumi.Input<string>;
  /** Its name, for messages. */
  name: pulumi.Input<string>;
  /** Another text makes the gate look again: what the service is made of. */
  version: pulumi.Input<string>;
  /** How long Swarm may be at it without another task that runs, in seconds. */
  timeoutSeconds: number;
}

interface Inputs {
  host: string;
  service: string;
  name: string;
  version: string;
  timeoutSeconds: number;
}

/**
 * What fails is recorded with its error, as Pulumi does with all that is there and does not work: the
 * next `up` asks again, also when it goes back to what the service was made of before.
 */
async function pass(inputs: Inputs): Promise<void> {
  try {
    const engine = connect(inputs.host);
    await endFrozenTasks(engine, inputs.service);
    await waitUntilConverged(engine, inputs);
  } catch (error) {
    const { message } = error as Error;
    const partly = { id: inputs.name, properties: inputs, reasons: [message] };
    throw Object.assign(new Error(message), partly);
  }
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("ServiceGate", {
  ...acting<Inputs>(({ name }) => name, pass),
  /**
   * An `up` that was killed records nothing: what is under way is waited for in any case. What a restore that
   * was killed left frozen looks to Swarm like a task that runs.
   */
  async diff(_id, _olds, { host, service }) {
    const engine = connect(host);
    if (await isUnderWay(engine, service)) return { changes: true };
    return (await frozenTasks(engine, service)).length > 0 ? { changes: true } : {};
  },
  /** On a refresh, the gate of a service that has not converged is gone, and the next `up` asks again. */
  async read(id, state) {
    if (!state) return {};
    const { host, service, version } = state;
    return (await isConverged(connect(host), service, version)) ? { id, props: state } : {};
  },
});

/**
 * Is there only when all tasks of a service run and are healthy, and its last update is through. What
 * depends on it starts after that.
 *
 * Fails as soon as Swarm has rolled the service back, or its tasks fail over and over, with what the
 * last of them said and the end of its log.
 */
export class ServiceGate extends pulumi.dynamic.Resource {
  constructor(name: string, args: ServiceGateArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "ServiceGate");
  }
}
