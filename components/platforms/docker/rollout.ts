import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { orAlready } from "../../../docker/already";
import { connect } from "../../../docker/connect";
import { execIn, mustExecIn } from "../../../docker/exec";
import { orMissing } from "../../../docker/missing";
import { acting } from "../../acting";
import { FILL_SLOTS, PRINT_SLOTS, slotsOf } from "../../proxy/routes";
import { steady } from "../../steady";
import { connectedTo, PRINT_CONNECTIONS } from "./connections";
import { orphansOf, removeOrphans, removeOrphanVolumes } from "./orphans";
import {
  areReady,
  reconcile,
  type WatchedContainer,
  waitUntilReady,
} from "./wait/container-health";
import type { WatchedArgs } from "./wait/health-gate";

export interface RolloutArgs {
  /** Address of the Docker engine. */
  host: string;
  edge: WatchedArgs;
  /** The app's containers. A new id makes the traffic move. */
  containers: WatchedArgs[];
  /** The port that they listen on. */
  port: number;
  /** How long they may take to become healthy, in seconds. */
  timeoutSeconds: number;
  /** How long requests to the containers before them may take to finish, in seconds. */
  drainSeconds: number;
}

interface Inputs {
  host: string;
  edge: WatchedContainer;
  containers: WatchedContainer[];
  port: number;
  timeoutSeconds: number;
  drainSeconds: number;
}

/** For what is still open when its time is over: a server may send close frames, and end. */
const CLOSE_SECONDS = 3;

/** Whom the volume belongs to; the edge itself may only read its routes. */
const OWNER = "0";

const routesOf = ({ containers, port }: Inputs) =>
  slotsOf(
    containers.map(({ name }) => name),
    port,
  );

/** Waits for the new containers, moves the traffic, and waits for the end of what the old ones do. */
async function rollOut(inputs: Inputs, before: readonly WatchedContainer[]): Promise<void> {
  const docker = connect(inputs.host);
  const watched = [inputs.edge, ...inputs.containers];
  await reconcile(docker, watched);
  await waitUntilReady(docker, watched, inputs.timeoutSeconds);
  const edge = docker.getContainer(inputs.edge.id);
  const fill = [
    "sh",
    "-c",
    `${FILL_SLOTS}${PRINT_CONNECTIONS.join(" ")}`,
    "fill",
    ...routesOf(inputs),
  ];
  const connections = await mustExecIn(edge, fill, { user: OWNER });
  const current = new Set(inputs.containers.map(({ id }) => id));
  const replaced = before.filter(({ id }) => !current.has(id));
  const all = await docker.listContainers({ all: true });
  const orphans = orphansOf(all, inputs.containers, before);
  const ends = [...replaced.map(({ id }) => id), ...orphans.map(({ Id }) => Id)];
  await drained({ docker, edge, ends, connections, seconds: inputs.drainSeconds });
  await removeOrphans(docker, orphans);
  const own = all.find(({ Id }) => Id === inputs.containers[0]?.id);
  if (own) await removeOrphanVolumes(docker, own.Labels);
}

interface Draining {
  docker: Docker;
  edge: Docker.Container;
  /** Ids of the containers that go. */
  ends: readonly string[];
  /** The edge's table of connections, from after the traffic moved. */
  connections: string;
  seconds: number;
}

/**
 * Ends when nothing is connected to the containers that go; where that takes too long, they are stopped:
 * a websocket or a stream of events stays open for as long as both sides like. The edge itself closes a
 * connection half a second after its last request.
 */
async function drained({ docker, edge, ends, connections, seconds }: Draining): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  const addresses = (await Promise.all(ends.map((id) => addressesOf(docker, id)))).flat();
  let table = connections;
  while (connectedTo(table, addresses) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    table = await mustExecIn(edge, PRINT_CONNECTIONS);
  }
  if (!connectedTo(table, addresses)) return;
  await Promise.all(ends.map((id) => stop(docker.getContainer(id))));
}

/** It stays stopped, whatever its restart policy is; whoever deletes it has nothing to wait for. */
async function stop(container: Docker.Container): Promise<void> {
  await orMissing(orAlready(container.stop({ t: CLOSE_SECONDS })));
}

/** None, where somebody removed the container. */
async function addressesOf(docker: Docker, id: string): Promise<string[]> {
  const inspected = await orMissing(docker.getContainer(id).inspect());
  const networks = Object.values(inspected?.NetworkSettings.Networks ?? {});
  return networks.map(({ IPAddress }) => IPAddress).filter((address) => address !== "");
}

/** A rollout that failed is not recorded as done, and nothing that it was to replace is deleted. */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("Rollout", {
  ...acting<Inputs>(
    ({ edge }) => edge.name,
    (inputs, olds) => rollOut(inputs, olds?.containers ?? []),
  ),
  /** On a refresh, one whose containers are not all ready, or without traffic, has to be done again. */
  async read(id, state) {
    if (!state) return {};
    const docker = connect(state.host);
    if (!(await areReady(docker, [state.edge, ...state.containers]))) return {};
    const edge = docker.getContainer(state.edge.id);
    const { output } = await execIn(edge, ["sh", "-c", PRINT_SLOTS]);
    return output.trimEnd() === routesOf(state).join("\n") ? { id, props: state } : {};
  },
});

/**
 * Is there only when every container was seen healthy, the edge sends all requests to them, and the
 * ones before have finished theirs or run out of time. The deletion of those comes after it.
 *
 * Fails as a HealthGate does, with the traffic as it was.
 */
export class Rollout extends pulumi.dynamic.Resource {
  constructor(name: string, args: RolloutArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "Rollout");
  }
}
