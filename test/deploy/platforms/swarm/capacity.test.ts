import { expect, test } from "vitest";
import { type CapacityClaims, checkCapacity } from "../../../../deploy/platforms/swarm/capacity";
import type { NodeInfo } from "../../../../docker/node-label";

const GIGABYTE = 1024 ** 3;

const node = (Availability = "active", State = "ready"): NodeInfo => ({
  ID: "n1",
  Version: { Index: 1 },
  Spec: { Role: "worker", Availability },
  Description: {
    Hostname: "server-1",
    Resources: { NanoCPUs: 2e9, MemoryBytes: 2 * GIGABYTE },
  },
  Status: { State },
});

const three = [node(), node(), node()];
const SET = "pulumi config set --stack prod --path";

const look = (claims: Partial<CapacityClaims>, nodes = three) =>
  checkCapacity(
    {
      stack: "prod",
      replicas: 3,
      startsFirst: true,
      hasNodesPort: false,
      reservations: {},
      ...claims,
    },
    nodes,
  );

const problemsOf = (claims: Partial<CapacityClaims>, nodes?: NodeInfo[]) =>
  look(claims, nodes).problems;

test.each<[string, Partial<CapacityClaims>, NodeInfo[]]>([
  ["nothing limits the tasks", { replicas: 100 }, [node()]],
  ["each has a node's port", { hasNodesPort: true, startsFirst: false }, three],
  ["a node has several, and one to spare", { replicas: 5, maxReplicas: 2 }, three],
  ["an old one stops first", { maxReplicas: 1, startsFirst: false }, three],
  ["they find what is kept for them", { reservations: { cpus: 0.5, memory: 500 } }, three],
  [
    "a node is down, and may come back",
    { replicas: 2, maxReplicas: 1 },
    [node("active", "down"), node(), node()],
  ],
  [
    "a node has not said yet what it has",
    { reservations: { cpus: 2 } },
    [{ ...node(), Description: { Hostname: "new", Resources: {} } }],
  ],
])("there is room where %s", (_, claims, nodes) => {
  expect(look(claims, nodes)).toEqual({ problems: [], warnings: [] });
});

test("a node publishes a port once", () => {
  expect(problemsOf({ replicas: 4, hasNodesPort: true, startsFirst: false })).toEqual([
    `replicas: given 4, and the 3 nodes that take tasks have room for 3 (a node has app.port once, with swarm.publishMode host): the others would wait for ever; one of: at most 3: ${SET} replicas 3; an edge before them: ${SET} rollout rolling`,
  ]);
});

test("an update that starts a task first needs room for it", () => {
  expect(problemsOf({ maxReplicas: 1 })).toEqual([
    `replicas: given 3 (and one more during an update, which starts a task before it stops one), and the 3 nodes that take tasks have room for 3 (swarm.maxReplicas 1): the others would wait for ever; one of: at most 2: ${SET} replicas 2; more on a node: ${SET} swarm.maxReplicas 2`,
  ]);
});

test.each(["drain", "pause"])(
  "a node with the availability %s may have more soon",
  (availability) => {
    const claims = { replicas: 1, maxReplicas: 1 };
    const found =
      "replicas: given 1 (and one more during an update, which starts a task before it stops one), and the one node that takes tasks has room for 1 (swarm.maxReplicas 1)";
    expect(look(claims, [node(), node(availability)])).toEqual({
      problems: [],
      warnings: [
        `${found}: the others wait, and an update fails, until more nodes take tasks: docker node update --availability active server-1`,
      ],
    });
    expect(problemsOf({ ...claims, replicas: 2 }, [node(), node(availability)])).toEqual([
      expect.stringContaining("room for 1 (swarm.maxReplicas 1): the others would wait for ever"),
    ]);
  },
);

test("nobody takes any", () => {
  expect(problemsOf({}, [node("drain"), node("pause")])).toEqual([
    "platform: the Swarm has no node that takes tasks; let one: docker node update --availability active NODE",
  ]);
});

test.each([
  [{ cpus: 1.5 }, 3, "swarm.reservations.cpus 1.5"],
  [{ memory: 700 }, 6, "swarm.reservations.memory 700m"],
  [{ cpus: 0.1, memory: 3000 }, 0, "swarm.reservations.cpus 0.1, swarm.reservations.memory 3000m"],
])("nodes keep %o for so many", (reservations, room, why) => {
  const [problem] = problemsOf({ replicas: 7, startsFirst: false, reservations });
  expect(problem).toContain(`have room for ${room} (${why})`);
  expect(problem).toContain("pulumi config rm --stack prod --path swarm.reservations");
});
