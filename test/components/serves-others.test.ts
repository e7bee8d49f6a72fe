import { expect, test } from "vitest";
import { waitUntilReady } from "../../components/platforms/docker/wait/container-health";
import { connect } from "../../docker/connect";
import { fakeEngine, frames } from "../docker/fake-engine";

const HEALTHY = { Status: "running", Health: { Status: "healthy" } };

/** An app that is healthy on 127.0.0.1; what its check comes to that asks its own address. */
async function serving(exitCodes: number[]) {
  const Config = { Healthcheck: { Test: ["CMD", "true"] } };
  const NetworkSettings = { Networks: { none: { IPAddress: "" }, own: { IPAddress: "10.1.2.3" } } };
  const asked: string[] = [];
  const { address } = await fakeEngine({
    "GET /containers/a1/json": () => ({
      body: { State: HEALTHY, RestartCount: 0, Config, NetworkSettings },
    }),
    "GET /containers/a1/logs": () => ({ body: frames("Running on http://127.0.0.1\n") }),
    "POST /containers/a1/exec": ({ body }) => {
      asked.push(...JSON.parse(body.toString()).Env);
      return { status: 201, body: { Id: "x1" } };
    },
    "POST /exec/x1/start": () => ({ body: Buffer.alloc(0) }),
    "GET /exec/x1/json": () => ({
      body: { ExitCode: exitCodes.length > 1 ? exitCodes.shift() : exitCodes[0] },
    }),
  });
  return {
    asked,
    ended: waitUntilReady(
      connect(address),
      [{ name: "widgets-dev-app", id: "a1", servesOthers: true }],
      60,
    ),
  };
}

test("an app that others are to reach is asked by its own address", async () => {
  const { asked, ended } = await serving([1, 0]);
  await ended;
  expect(asked).toEqual(Array(2).fill("BERTH_CHECKED_ADDRESS=10.1.2.3"));
});

test("one that answers nobody but itself fails, with what helps", async () => {
  const { ended } = await serving([1]);
  await expect(ended).rejects.toThrow(
    /^container widgets-dev-app answers its health check on 127\.0\.0\.1, and not on its own address: let the app listen on 0\.0\.0\.0/,
  );
});
