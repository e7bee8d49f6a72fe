import { expect, test } from "vitest";
import { connect } from "../../../../docker/connect";
import type { Session } from "../../../../engine/providers/docker/handler";
import { taskIdsOf } from "../../../../engine/providers/docker/swarm/departure";
import { fakeEngine } from "../../../docker/fake-engine";

const task = (ID: string, NodeID: string, DesiredState: string, State: string) => ({
  ID,
  NodeID,
  DesiredState,
  Status: { State },
});

test("a service that goes is waited for with the tasks that stop already, but not those of a lost node", async () => {
  const { address } = await fakeEngine({
    "GET /tasks?": () => ({
      body: [
        task("next", "n1", "ready", "preparing"),
        task("stops", "n1", "shutdown", "running"),
        task("lost", "n2", "shutdown", "running"),
        task("ended", "n1", "shutdown", "failed"),
      ],
    }),
    "GET /nodes": () => ({
      body: [
        { ID: "n1", Status: { State: "ready" } },
        { ID: "n2", Status: { State: "down" } },
      ],
    }),
  });
  const session = { docker: connect(address) } as unknown as Session;
  expect(await taskIdsOf("s1", session)).toEqual(["next", "stops"]);
});
