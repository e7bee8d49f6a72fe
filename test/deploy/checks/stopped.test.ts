import { expect, test } from "vitest";
import { adviseBy } from "../../../components/advice";
import { memoryKills, stoppedContainers } from "../../../deploy/checks/stopped";
import { MESSAGES } from "../../../deploy/messages";
import { connect } from "../../../docker/connect";
import { fakeEngine } from "../../docker/fake-engine";

adviseBy(MESSAGES);

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

test.each([
  [3, "; it was restarted 3 times, killed for want of memory"],
  [0, "; it was killed for want of memory"],
])("one that was out of memory, and restarted %i times, is named", async (RestartCount, words) => {
  const { address } = await fakeEngine({
    "GET /containers/d1/json": () => ({
      body: {
        RestartCount,
        State: { OOMKilled: true },
        HostConfig: { Memory: 64 * 1024 * 1024 },
        Config: { Labels: { "berth.role": "database" } },
      },
    }),
    "GET /containers/e1/json": () => ({ body: { RestartCount, State: { OOMKilled: false } } }),
  });
  const Labels = { "berth.project": "widgets", "berth.stack": "prod" };
  const of = (Id: string, State: string) => ({ Id, Names: [`/${Id}`], Labels, State });
  const all = [of("d1", "running"), of("e1", "running"), of("x1", "exited")];
  const containers = all as unknown as Parameters<typeof memoryKills>[2];
  expect(await memoryKills(connect(address), claims, containers)).toEqual([
    `the container d1 was out of memory${words} at its limit of 64 MB: raise database.limits.memory`,
  ]);
});
