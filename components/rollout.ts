import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../docker/connect";
import { execIn, mustExecIn } from "../docker/exec";
import { ADMIN } from "./caddy";
import { areReady, startStopped, type WatchedContainer, waitUntilReady } from "./container-health";
import { ROUTES, routesText } from "./router";

export interface RolloutArgs {
  /** Address of the Docker engine. */
  host: string;
  router: { name: string; id: pulumi.Input<string> };
  /** The app's containers. A new id makes the traffic move. */
  containers: { name: pulumi.Input<string>; id: pulumi.Input<string> }[];
  /** The port that they listen on. */
  port: number;
  /** How long they may take to become healthy, in seconds. */
  timeoutSeconds: number;
  /** How long requests to the containers before them may take to finish, in seconds. */
  drainSeconds: number;
}

interface Inputs {
  host: string;
  router: WatchedContainer;
  containers: WatchedContainer[];
  port: number;
  timeoutSeconds: number;
  drainSeconds: number;
}

const routesOf = ({ containers, ...rest }: Inputs) =>
  routesText({ ...rest, containers: containers.map(({ name }) => name) });

/** Waits for the new containers, moves the traffic, and waits for the end of what the old ones do. */
async function rollOut(inputs: Inputs): Promise<void> {
  const docker = connect(inputs.host);
  const watched = [inputs.router, ...inputs.containers];
  await startStopped(docker, watched);
  await waitUntilReady(docker, watched, inputs.timeoutSeconds);
  const router = docker.getContainer(inputs.router.id);
  await moveTraffic(router, routesOf(inputs));
  await drained(router, inputs);
}

/** The file first: should this be cut off, the router's next start finds containers that are healthy. */
async function moveTraffic(router: Docker.Container, routes: string): Promise<void> {
  const script = `printf %s "$1" > ${ROUTES}.next && mv -f ${ROUTES}.next ${ROUTES} && exec caddy reload --address ${ADMIN} --adapter caddyfile --config ${ROUTES}`;
  await mustExecIn(router, ["sh", "-c", script, "move", routes]);
}

/** Caddy lists the containers of an earlier configuration for as long as they have requests. */
async function drained(
  router: Docker.Container,
  { containers, port, drainSeconds }: Inputs,
): Promise<void> {
  const current = new Set(containers.map(({ name }) => `${name}:${port}`));
  const deadline = performance.now() + drainSeconds * 1000;
  while (performance.now() < deadline) {
    const { output } = await execIn(router, [
      "wget",
      "-qO-",
      `http://${ADMIN}/reverse_proxy/upstreams`,
    ]);
    const upstreams: { address: string }[] = JSON.parse(output);
    if (upstreams.every(({ address }) => current.has(address))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A rollout that failed is not recorded as done, and nothing that it was to replace is deleted. */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    await rollOut(inputs);
    return { id: inputs.router.name, outs: inputs };
  },
  async update(_id, _olds, inputs) {
    await rollOut(inputs);
    return { outs: inputs };
  },
  /** On a refresh, one whose containers are not all ready, or without traffic, has to be done again. */
  async read(id, state) {
    if (!state) return {};
    const docker = connect(state.host);
    if (!(await areReady(docker, [state.router, ...state.containers]))) return {};
    const router = docker.getContainer(state.router.id);
    const { output } = await execIn(router, ["cat", ROUTES]);
    return output === routesOf(state) ? { id, props: state } : {};
  },
};

/**
 * Is there only when every container was seen healthy, the router sends all requests to them, and the
 * ones before have finished theirs or run out of time. The deletion of those comes after it.
 *
 * Fails as a HealthGate does, with the traffic as it was.
 */
export class Rollout extends pulumi.dynamic.Resource {
  constructor(name: string, args: RolloutArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "Rollout");
  }
}
