import { describe, expect, test } from "vitest";
import type { PreflightArgs } from "../../../../deploy/checks/preflight-args";
import { hasIpvs } from "../../../../deploy/platforms/swarm/ipvs";
import type { NodeInfo } from "../../../../docker/node-label";
import { LABEL, look, MANAGER, node, OPTIONS, SET } from "./look-at-swarm";

describe("an engine that cannot take orders", () => {
  test.each([
    [
      "is in no Swarm",
      { LocalNodeState: "inactive" },
      `platform: the engine at ENGINE (the setting host) is in no Swarm; make it the first node of one: docker swarm init; or deploy to this engine alone: ${SET} platform docker`,
    ],
    [
      "is in trouble",
      { LocalNodeState: "error", Error: "cluster CA: certificate has expired" },
      "platform: the engine at ENGINE (the setting host) cannot take part in its Swarm: cluster CA: certificate has expired; mend that, and see there: docker info",
    ],
    [
      "is not in it yet",
      { LocalNodeState: "pending" },
      "platform: the engine at ENGINE (the setting host) is still about to join its Swarm; wait until docker info says active there",
    ],
    [
      "is locked",
      { LocalNodeState: "locked" },
      "platform: the engine at ENGINE (the setting host) has a Swarm that is locked; unlock it there: docker swarm unlock",
    ],
    [
      "is a worker",
      {
        LocalNodeState: "active",
        ControlAvailable: false,
        RemoteManagers: [{ Addr: "10.0.0.1:2377" }],
      },
      `platform: the engine at ENGINE (the setting host) is a worker of its Swarm, and only managers take orders; the managers are 10.0.0.1: ${SET} host ssh://USER@MANAGER`,
    ],
  ])("%s", async (_, swarm, message) => {
    expect(await look({}, { swarm })).toBe(message);
  });
});

test("a Swarm without a leader", async () => {
  const message =
    "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online.";
  const trouble = { status: 500, body: { message } };
  expect(await look({}, { trouble })).toBe(
    "platform: the Swarm of the engine at ENGINE (the setting host) has no leader, as half of its managers or more are down. Start them, or make this engine its only manager, there: docker swarm init --force-new-cluster",
  );
});

test("a Swarm that says nothing", async () => {
  expect(await look({}, { trouble: undefined })).toMatch(
    /^no Docker engine answers at ENGINE .* gave no answer within 0\.5 s\./,
  );
});

test("several nodes need a registry, and one does not", async () => {
  const nodes = [node("1"), node("2")];
  expect(await look({ fromRegistry: false }, { nodes })).toBe(
    `registry: the Swarm has 2 nodes, and only one would have the app's image; set a registry that all of them reach: ${SET} --path registry.server HOST/NAMESPACE`,
  );
  expect(await look({ fromRegistry: false })).toBe("1");
});

test("names that a Swarm does not take", async () => {
  const shorter = "give the project (name in Pulumi.yaml) or the stack a name that is shorter by";
  const behindAnEdge = (project: string) => look({}, {}, { project });
  expect(await behindAnEdge("w".repeat(50))).toBe(
    `platform: the config ${"w".repeat(50)}-prod-edge-config-0123456 would have a name of 75 characters, and a Swarm takes 64; ${shorter} 11`,
  );
  expect(await behindAnEdge("w".repeat(39))).toBe("1");

  const room = { replicas: 1, startsFirst: false, hasNodesPort: true, reservations: {} };
  const withJob = (names: string[]) => look({ room }, {}, { project: "w".repeat(50), names });
  const job = `${"w".repeat(50)}-prod-migrate-all`;
  expect(await withJob([job])).toBe(
    `platform: the service ${job} would have a name of 67 characters, and a Swarm takes 63; ${shorter} 4`,
  );
  expect(await withJob([job.slice(0, 63)])).toBe("1");
});

test("limits of CPUs that no node has, and that one of them has", async () => {
  const nodes = [node("1", { cpus: 2 }), node("2")];
  const cpus = [{ key: "limits.cpus", cpus: 12 }];
  expect(await look({}, { nodes }, { cpus })).toBe(
    `limits.cpus: given 12, and the largest node has 8 CPUs; accepted: at most that many: ${SET} --path limits.cpus 8`,
  );
  expect(await look({}, { nodes }, { cpus: [{ key: "limits.cpus", cpus: 6 }] })).toBe("1");
  const withData = [{ key: "database.limits.cpus", cpus: 6, withData: true }];
  expect(await look({}, { nodes }, { cpus: withData })).toBe(
    `database.limits.cpus: given 6, and the node server-1 has 2 CPUs; accepted: at most that many: ${SET} --path database.limits.cpus 2`,
  );
  expect(await look({ dataNode: "server-2" }, { nodes }, { cpus: withData })).toBe("2");
});

test("a node that is down is no reason to stop", async () => {
  expect(await look({}, { nodes: [node("1"), node("2", { State: "down" })] })).toBe("1");
});

test("a routing mesh needs IPVS", async () => {
  const ports = [{ key: "app.port", address: "0.0.0.0", port: 18998 }];
  const options = { ...OPTIONS, publishMode: "ingress" as const };
  const found = await look({ options }, {}, { ports });
  const missing = `swarm.publishMode: ingress needs IPVS, which this kernel does not have (there is no /proc/net/ip_vs, and no module ip_vs): no port would answer; let each node publish its own tasks: ${SET} --path swarm.publishMode host`;
  expect(found).toBe(hasIpvs() ? "1" : missing);
  expect(await look({ options })).toBe("1");
});

describe("an engine that is to run a stack alone", () => {
  test.each<[string, string | undefined, NodeInfo[], Partial<PreflightArgs>]>([
    [
      "and is not the node of its data",
      `host: the data of this stack is on the node server-2 of the Swarm, and this engine would begin with none; deploy to that one, from which a backup can bring it anywhere: ${SET} host ssh://USER@server-2; or begin with none here: docker node update --label-rm ${LABEL} server-2`,
      [node("1"), node("2", { has: LABEL })],
      {},
    ],
    ["and is that node", undefined, [node("1", { has: LABEL }), node("2")], {}],
    ["which has no data", undefined, [node("1"), node("2", { has: LABEL })], { data: [] }],
  ])("%s", async (_, message, nodes, args) => {
    expect(await look(undefined, { nodes }, args)).toBe(message);
  });

  test("and is a worker, which cannot know", async () => {
    const swarm = { ...MANAGER, ControlAvailable: false };
    const nodes = [node("2", { has: LABEL })];
    expect(await look(undefined, { swarm, nodes })).toBeUndefined();
  });
});

describe("a stack that runs in the other way", () => {
  const labels = { "berth.project": "widgets", "berth.stack": "prod" };
  const container = { Labels: labels, State: "running", Names: ["/x"], Ports: [], Mounts: [] };
  const service = { Spec: { Name: "widgets-prod-edge", Labels: labels } };

  test("as containers is taken away first", async () => {
    expect(await look({}, { containers: [container] })).toBe(
      "platform: given swarm, and this stack runs as containers of one engine; take that away first, its data stays where database.keepData is on: pulumi destroy --stack prod",
    );
    const task = { ...container, Labels: { ...labels, "com.docker.swarm.service.id": "s" } };
    expect(await look({}, { containers: [task] })).toBe("1");
  });

  test("as services is taken away first", async () => {
    expect(await look(undefined, { services: [service] })).toBe(
      "platform: given docker, and this stack runs as services; take that away first, its data stays where database.keepData is on: pulumi destroy --stack prod",
    );
    expect(await look({}, { services: [service] })).toBe("1");
  });

  test("as services of which the engine is a worker is taken away first, by a manager", async () => {
    const swarm = { ...MANAGER, ControlAvailable: false };
    const task = { ...container, Labels: { ...labels, "com.docker.swarm.service.id": "s" } };
    expect(await look(undefined, { swarm, containers: [task] })).toBe(
      `platform: given docker, and this stack runs as services of a Swarm, of which this engine is a worker; take that away first, its data stays where database.keepData is on, by way of a manager: ${SET} platform swarm && ${SET} host ssh://USER@MANAGER && pulumi destroy --stack prod`,
    );
    expect(
      await look(undefined, { swarm, containers: [{ ...task, State: "exited" }] }),
    ).toBeUndefined();
  });
});

describe("names and ports that services of others have", () => {
  const published = { Endpoint: { Ports: [{ PublishedPort: 18999 }] } };
  const ports = [{ key: "app.port", address: "0.0.0.0", port: 18999 }];
  const other = `choose another port: ${SET} --path app.port 19000`;

  test("of one that somebody made", async () => {
    const others = { Spec: { Name: "widgets-prod-edge", Labels: {} }, ...published };
    expect((await look({}, { services: [others] }, { ports }))?.split("\n")).toEqual([
      "the service name widgets-prod-edge is taken by a service that Berth did not make; remove it: docker service rm widgets-prod-edge",
      `app.port: the port 18999 is taken by the service widgets-prod-edge (a service that Berth did not make); remove it, or ${other}`,
    ]);
  });

  test("of this stack before it had another name, whose containers are told of with them", async () => {
    const Labels = { "berth.project": "widgets", "berth.stack": "live" };
    const service = { Spec: { Name: "widgets-live-edge", Labels }, ...published };
    const task = {
      Names: ["/widgets-live-edge.1"],
      Labels: { ...Labels, "com.docker.swarm.service.id": "s" },
      Ports: [{ IP: "0.0.0.0", PublicPort: 18999, Type: "tcp" }],
      Mounts: [],
    };
    expect(await look({}, { services: [service], containers: [task] }, { ports })).toBe(
      `app.port: the port 18999 is taken by the service widgets-live-edge (the stack live of the project widgets); if this stack was named live until now, name it so again: pulumi stack rename --stack prod live; else remove it, or ${other}`,
    );
  });
});
