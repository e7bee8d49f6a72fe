import { describe, expect, test } from "vitest";
import { reconcile } from "../../components/platforms/docker/wait/container-health";
import { connect } from "../../docker/connect";
import { fakeEngine } from "../docker/fake-engine";

const APP = { name: "widgets-dev-app", id: "a1" };

describe("what has stopped", () => {
  test.each([
    ["exited", true],
    ["created", true],
    ["running", false],
    ["restarting", false],
    ["paused", false],
    ["dead", false],
  ])("%s: is started: %s", async (Status, isStarted) => {
    const { address, requests } = await fakeEngine({
      "GET /containers/a1/json": () => ({ body: { State: { Status } } }),
      "POST /containers/a1/start": () => ({ status: 204 }),
    });
    await reconcile(connect(address), [APP]);
    expect(requests.map(({ line }) => line)).toEqual([
      "GET /containers/a1/json",
      ...(isStarted ? ["POST /containers/a1/start"] : []),
    ]);
  });

  test("and was removed is an error that names it", async () => {
    const { address } = await fakeEngine({});
    await expect(reconcile(connect(address), [APP])).rejects.toThrow(
      "container widgets-dev-app is gone: somebody removed it",
    );
  });
});

test("what was taken off a network is connected again, before it is started", async () => {
  const { address, requests } = await fakeEngine({
    "GET /containers/a1/json": () => ({
      body: { State: { Status: "exited" }, NetworkSettings: { Networks: { prod: {} } } },
    }),
    "POST /networks/data/connect": () => ({ body: {} }),
    "POST /containers/a1/start": () => ({ status: 204 }),
  });
  await reconcile(connect(address), [{ ...APP, networks: ["prod", "data"] }]);
  expect(requests.slice(1).map(({ line, body }) => [line, String(body)])).toEqual([
    ["POST /networks/data/connect", JSON.stringify({ Container: "a1" })],
    ["POST /containers/a1/start", ""],
  ]);
});
