import { readFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { docker } from "./docker";
import { eventually } from "./http";
import { type Swarm, startSwarm } from "./swarm";
import { createSwarmNetwork } from "./swarm-network";
import type { SwarmNode } from "./swarm-node";

const NAME = "swarm-itself";
const LOGIN = { username: "deployer", password: "right-Horse-7" };

const everythingOf = async (name: string) => {
  const filters = { name: [name] };
  return [
    ...(await docker.listContainers({ all: true, filters })),
    ...(await docker.listNetworks({ filters })),
  ];
};

describe("a Swarm of the tests' own", () => {
  let swarm: Swarm;
  const onManager = (line: string) => swarm.manager.run(...line.split(" "));
  /** Names of the nodes where tasks of the service run. */
  const nodesOf = async (service: string) => {
    const lines = await onManager(
      `service ps --filter desired-state=running --format {{.Node}}:{{.CurrentState}} ${service}`,
    );
    return lines
      .split("\n")
      .filter((line) => line.includes("Running"))
      .map((line) => line.split(":")[0])
      .sort();
  };
  const names = (nodes: readonly SwarmNode[]) => nodes.map(({ name }) => name);

  beforeAll(async () => {
    // Something that nobody took away, as after a run that was killed.
    await createSwarmNetwork(NAME);
    swarm = await startSwarm(NAME, { images: ["redis:8"], login: LOGIN, tls: true });
    await onManager("network create --driver overlay inner");
    await onManager(
      "service create --quiet --name store --network inner --endpoint-mode dnsrr --replicas 3" +
        " --replicas-max-per-node 1 --publish mode=host,target=6379,published=6379 redis:8",
    );
  });
  afterAll(() => swarm?.stop());

  test("tasks spread over the nodes, with the digest that the mirror gave", async () => {
    expect(await nodesOf("store")).toEqual(names(swarm.nodes));
    expect(
      await onManager("service inspect --format {{.Spec.TaskTemplate.ContainerSpec.Image}} store"),
    ).toMatch(/^redis:8@sha256:[0-9a-f]{64}$/);
  });

  test("a task reaches all others by the service's name, across nodes", async () => {
    const [node] = swarm.nodes;
    const task = await node.run("ps", "--quiet", "--filter", "name=store");
    const command =
      "for address in $(getent ahostsv4 store | cut -d ' ' -f 1 | sort -u); do redis-cli -h $address PING; done";
    expect(await node.run("exec", task, "sh", "-c", command)).toBe("PONG\nPONG\nPONG");
  });

  test("a drained node has no tasks until it is active again", async () => {
    const [, drained] = swarm.nodes;
    await swarm.drain(drained);
    expect(await nodesOf("store")).not.toContain(drained.name);
    await swarm.activate(drained);
    await eventually(async () => (await nodesOf("store")).includes(drained.name));
  });

  test("a killed node is missed, and comes back as the one it was", async () => {
    const [, , killed] = swarm.nodes;
    await killed.kill();
    await eventually(
      async () => (await onManager("node ls --format {{.Status}}")).includes("Down"),
      60_000,
    );
    await swarm.revive(killed);
    await eventually(async () => (await nodesOf("store")).includes(killed.name));
  });

  test("every node reaches the registry, which wants the login", async () => {
    for (const node of swarm.nodes) {
      await expect(node.run("pull", `${swarm.registry.server}/none`)).rejects.toThrow(
        "no basic auth credentials",
      );
      const { username, password } = LOGIN;
      const login = ["login", "--username", username, "--password", password];
      expect(await node.run(...login, swarm.registry.server)).toContain("Login Succeeded");
    }
  });

  test("the manager answers over TLS, and only to who has a certificate", async () => {
    const { host, certificates } = swarm.tls ?? { host: "", certificates: "" };
    const file = (name: string) => readFileSync(join(certificates, `${name}.pem`));
    const ping = (client: object) =>
      new Promise<string>((resolve, reject) => {
        const url = `${host.replace("tcp", "https")}/_ping`;
        const options = { ca: file("ca"), agent: false, ...client };
        get(url, options, (answer) => text(answer).then(resolve, reject)).once("error", reject);
      });
    expect(await ping({ cert: file("cert"), key: file("key") })).toBe("OK");
    await expect(ping({})).rejects.toThrow(/certificate required/);
  });

  test("nothing is left when it is stopped", async () => {
    await swarm.stop();
    expect(await everythingOf(NAME)).toEqual([]);
  });
});
