import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createEngineCertificates } from "./engine-certificates";
import { eventually } from "./http";
import { buildNestedEngine, type NestedEngine } from "./nested-engine";
import { type Login, type Registry, startRegistryAt } from "./registry";
import { startMirror } from "./swarm-images";
import { clearAway, createSwarmNetwork, type SwarmNetwork, swarmLabel } from "./swarm-network";
import { SwarmNode } from "./swarm-node";
import { noteTrace } from "./traces";

export interface SwarmOptions {
  /** References on this machine's engine; every node can pull them under the same names. */
  images?: readonly string[];
  /** What the registry of a stack's own images wants; undefined: it takes all. */
  login?: Login;
  /** Whether the manager listens at its address too, for those who bring a certificate. */
  tls?: boolean;
}

/** A real Docker Swarm of three engines, each with an address, a host name and a disk of its own. */
export interface Swarm {
  manager: SwarmNode;
  /** The manager and both workers. */
  nodes: readonly [SwarmNode, SwarmNode, SwarmNode];
  /** A folder of this machine that the nodes see under the same path. */
  folder: string;
  /** For a stack's own images: all nodes reach it, without TLS. */
  registry: Registry;
  /** `DOCKER_HOST` and `DOCKER_CERT_PATH`, where TLS was asked for. */
  tls: { host: string; certificates: string } | undefined;
  /** Lets every node pull more images of this machine's engine. */
  provide(images: readonly string[]): Promise<void>;
  /** Moves all tasks away from a node, and waits until none is left. */
  drain(node: SwarmNode): Promise<void>;
  /** Lets a node have tasks again. Those that run elsewhere stay there. */
  activate(node: SwarmNode): Promise<void>;
  /** Starts a node that was killed, and waits until the Swarm knows. */
  revive(node: SwarmNode): Promise<void>;
  /** Everything with a name that has a text in it, on all nodes, as `volume shop-prod-data`. */
  leftovers(name: string): Promise<string[]>;
  /** Takes everything away. */
  stop(): Promise<void>;
}

/**
 * Starts a Swarm on this machine: its engines are containers of the default engine, in a network of
 * their own. What a run that was killed left of it is taken away first.
 *
 * Names without a registry (`redis:8`) are pulled from a mirror of Docker Hub in that network, and
 * have digests there: services start as on servers that reach a registry.
 */
export async function startSwarm(name: string, options: SwarmOptions = {}): Promise<Swarm> {
  const folder = join(tmpdir(), `berth-test-${name}`);
  const forget = noteTrace({ label: swarmLabel(name), folder });
  const stop = async () => {
    await clearAway(name);
    rmSync(folder, { recursive: true, force: true });
  };
  await stop();
  try {
    mkdirSync(folder);
    const engine = await buildNestedEngine();
    const network = await createSwarmNetwork(name);
    const stopAndForget = () => stop().then(forget);
    return { ...(await build(network, engine, folder, options)), stop: stopAndForget };
  } catch (error) {
    await stop();
    forget();
    throw error;
  }
}

async function build(
  network: SwarmNetwork,
  engine: NestedEngine,
  folder: string,
  options: SwarmOptions,
): Promise<Omit<Swarm, "stop">> {
  const mirror = await startMirror(network, 2);
  const pushed = mirror.push(options.images ?? []);
  const [registry, nodes] = await Promise.all([
    startOwnRegistry(network, options.login),
    startNodes(network, engine, folder, mirror.registry.server, options.tls === true),
  ]);
  const [manager] = nodes;
  await pushed;
  const tls = { host: `tcp://${manager.address}:2376`, certificates: join(folder, "client") };
  const setAvailability = (node: SwarmNode, value: "drain" | "active") =>
    manager.run("node", "update", "--availability", value, node.name);
  return {
    manager,
    nodes,
    folder,
    registry,
    tls: options.tls ? tls : undefined,
    provide: mirror.push,
    drain: async (node) => {
      await setAvailability(node, "drain");
      await eventually(async () => (await node.run("ps", "--quiet")) === "");
    },
    activate: async (node) => {
      await setAvailability(node, "active");
    },
    revive: async (node) => {
      await node.start();
      await untilReady(manager, node);
    },
    leftovers: async (name) => (await everythingOn(nodes)).filter((line) => line.includes(name)),
  };
}

/** What one node has, and what the Swarm has. */
const LISTS = {
  node: [
    ["ps", "--all", "--format", "container {{.Names}}"],
    ["volume", "ls", "--format", "volume {{.Name}}"],
    ["network", "ls", "--format", "network {{.Name}}"],
  ],
  swarm: ["service", "secret", "config"].map((kind) => [
    kind,
    "ls",
    "--format",
    `${kind} {{.Name}}`,
  ]),
};

async function everythingOn(nodes: Swarm["nodes"]): Promise<string[]> {
  const lists = await Promise.all([
    ...nodes.flatMap((node) => LISTS.node.map((words) => node.run(...words))),
    ...LISTS.swarm.map((words) => nodes[0].run(...words)),
  ]);
  return lists.flatMap((list) => list.split("\n"));
}

function startOwnRegistry(network: SwarmNetwork, login: Login | undefined): Promise<Registry> {
  const { address, options } = network.at(3);
  return startRegistryAt(address, { ...options, name: `${network.name}-registry` }, login);
}

async function startNodes(
  network: SwarmNetwork,
  engine: NestedEngine,
  folder: string,
  mirror: string,
  tls: boolean,
): Promise<Swarm["nodes"]> {
  const node = (name: string, place: number) => new SwarmNode(name, network, place, folder, engine);
  const nodes = [node("manager", 11), node("worker-1", 12), node("worker-2", 13)] as const;
  const [manager, ...workers] = nodes;
  if (tls) createEngineCertificates(folder, manager.address);
  // A block of addresses is nothing to BuildKit.
  const flags = [
    ...[network.subnet, mirror].map((server) => `--insecure-registry=${server}`),
    `--registry-mirror=http://${mirror}`,
  ];
  await Promise.all([
    manager.create([...flags, ...(tls ? manager.tlsFlags() : [])]),
    ...workers.map((worker) => worker.create(flags)),
  ]);
  await manager.run("swarm", "init", "--advertise-addr", manager.address);
  const token = await manager.run("swarm", "join-token", "--quiet", "worker");
  await Promise.all(
    workers.map(async (worker) => {
      await worker.run("swarm", "join", "--token", token, `${manager.address}:2377`);
      await untilReady(manager, worker);
    }),
  );
  return nodes;
}

async function untilReady(manager: SwarmNode, node: SwarmNode): Promise<void> {
  const state = ["node", "inspect", "--format", "{{.Status.State}}", node.name];
  await eventually(async () => (await manager.run(...state)) === "ready");
}
