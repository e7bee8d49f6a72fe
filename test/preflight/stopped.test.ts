import { expect, test } from "vitest";
import { connect } from "../../docker/connect";
import { stoppedContainers } from "../../preflight/stopped";
import { fakeEngine } from "../docker/fake-engine";

const claims = { project: "widgets", stack: "prod", names: [], ports: [], volumes: [] };

/** What is said of a container of the stack. */
async function saidOf({ State = "exited", policy = "always", error = "", stack = "prod" }) {
  const { address } = await fakeEngine({
    "GET /containers/e1/json": () => ({
      body: { HostConfig: { RestartPolicy: { Name: policy } }, State: { Error: error } },
    }),
  });
  const Labels = { "berth.project": "widgets", "berth.stack": stack };
  const container = { Id: "e1", Names: ["/widgets-prod-edge"], Labels, State };
  const containers = [container] as unknown as Parameters<typeof stoppedContainers>[2];
  return stoppedContainers(connect(address), claims, containers);
}

test("one that should run always is named, with Docker's reason and what to do", async () => {
  expect(await saidOf({})).toEqual([
    "the container widgets-prod-edge does not run; start it: pulumi up --stack prod --refresh",
  ]);
  expect(await saidOf({ error: "address already in use" })).toEqual([
    "the container widgets-prod-edge does not run (address already in use); start it: pulumi up --stack prod --refresh",
  ]);
});

test.each([
  ["that runs", { State: "running" }],
  ["that restarts", { State: "restarting" }],
  ["of another stack", { stack: "dev" }],
  ["that has done its work", { policy: "no" }],
])("nothing is said of one %s", async (_, container) => {
  expect(await saidOf(container)).toEqual([]);
});
