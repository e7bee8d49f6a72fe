import { describe, expect, test } from "vitest";
import type { SwarmClaims } from "../../../../deploy/platforms/swarm/claims";
import type { NodeInfo } from "../../../../docker/node-label";
import { LABEL, look, node, SET } from "./look-at-swarm";

describe("the node of the data", () => {
  test("is the manager that is asked, until there is another reason", async () => {
    expect(await look({}, { nodes: [node("2"), node("1")] })).toBe("1");
    expect(await look({ dataNode: "server-2" }, { nodes: [node("1"), node("2")] })).toBe("2");
    expect(await look({}, { nodes: [node("1"), node("2", { has: LABEL })] })).toBe("2");
  });

  test("is the one with the label, where its machine has joined once more", async () => {
    const twice = [node("1"), node("2", { has: LABEL }), node("3", { name: "server-2" })];
    expect(await look({ dataNode: "server-2" }, { nodes: twice })).toBe("2");
  });

  test("is never one that has not said its name yet", async () => {
    const nameless = { ...node("0"), Description: { Resources: {} } } as NodeInfo;
    expect(await look({}, { nodes: [nameless, node("1")] })).toBe("1");
  });

  test("is not looked for where there is no data", async () => {
    expect(await look({}, {}, { data: [] })).toBeUndefined();
  });

  test.each<[string, Partial<SwarmClaims>, NodeInfo[], string]>([
    [
      "is down",
      {},
      [node("1"), node("2", { has: LABEL, State: "down" })],
      "database.node: the node server-2, which has the data of this stack, is down; bring it back: there is no data anywhere else",
    ],
    [
      "is drained",
      {},
      [node("1", { Availability: "drain" }), node("2")],
      "database.node: the node server-1, which has the data of this stack, takes no tasks; let it: docker node update --availability active server-1",
    ],
    [
      "is not there",
      { dataNode: "server-9" },
      [node("1"), node("2")],
      `database.node: the Swarm has no node server-9; it has server-1, server-2; bring it back where it had the data, or begin with an empty database on one of these: ${SET} --path database.node NODE`,
    ],
    [
      "is another one",
      { dataNode: "server-1" },
      [node("1"), node("2", { has: LABEL })],
      `database.node: given server-1, and the data of this stack is on server-2; to go on there: ${SET} --path database.node server-2; to move it: back it up, take the label away (docker node update --label-rm ${LABEL} server-2), and restore it after an up`,
    ],
    [
      "is two",
      {},
      [node("1", { has: LABEL }), node("2", { has: LABEL })],
      `database.node: 2 nodes have the label ${LABEL}, and the data can be on one only: 1 (server-1, ready), 2 (server-2, ready); take it from the others: docker node update --label-rm ${LABEL} NODE`,
    ],
    [
      "has joined once more",
      { dataNode: "server-1" },
      [node("1", { State: "down" }), node("2", { name: "server-1" })],
      `database.node: 2 nodes have the host name server-1, and the data can be on one only: 1 (server-1, down), 2 (server-1, ready); remove one that is no more: docker node rm NODE; or label the one that is meant: docker node update --label-add ${LABEL}=true NODE`,
    ],
  ])("%s", async (_, wanted, nodes, message) => {
    expect(await look(wanted, { nodes })).toBe(message);
  });

  test("has the backups, too", async () => {
    const told = (Role: string, way: string) =>
      [
        [node("1"), node("2", { has: LABEL, Role })],
        `backup: the data is on the node server-2, and backups are only made on the engine that is asked, ENGINE (the setting host); ${way}; or make none: pulumi config rm --stack prod backup`,
      ] as const;
    for (const [nodes, message] of [
      told(
        "manager",
        `that one is a manager, too, and can be asked: ${SET} host ssh://USER@server-2`,
      ),
      told("worker", "begin on a manager, with the data from ./pulumiw backup now FILE"),
    ]) {
      expect(await look({ hasBackups: true }, { nodes: [...nodes] })).toBe(message);
    }
  });
});
