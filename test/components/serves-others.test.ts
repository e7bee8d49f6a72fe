import { expect, test } from "vitest";
import { waitUntilReady } from "../../components/platforms/docker/wait/container-health";
import { connect } from "../../docker/connect";
import { fakeEngine, frames } from "../docker/fake-engine";

const HEALTHY = { Status: "running", Health: { Status: "healthy" } };

/** An app that Docker calls healthy; what its check comes to that asks its own address, and 127.0.0.1. */
async function serving(exitCodes: number[], ofItself = [0]) {
  const Config = { Healthcheck: { Test: ["CMD", "true"] } };
  const NetworkSettings = { Networks: { none: { IPAddress: "" }, own: { IPAddress: "10.1.2.3" } } };
  const asked: (string | undefined)[] = [];
  const next = (codes: number[]) => (codes.length > 1 ? codes.shift() : codes[0]);
  const { address } = await fakeEngine({
    "GET /containers/a1/json": () => ({
      body: { State: HEALTHY, RestartCount: 0, Config, NetworkSettings },
    }),
    "GET /containers/a1/logs": () => ({ body: frames("Running on http://127.0.0.1\n") }),
    "POST /containers/a1/exec": ({ body }) => {
      asked.push(JSON.parse(body.toString()).Env[0]);
      return { status: 201, body: { Id: "x1" } };
    },
    "POST /exec/x1/start": () => ({ body: Buffer.alloc(0) }),
    "GET /exec/x1/json": () => ({ body: { ExitCode: next(asked.at(-1) ? exitCodes : ofItself) } }),
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
  const own = "BERTH_CHECKED_ADDRESS=10.1.2.3";
  expect(asked).toEqual([own, undefined, own]);
});

test("one that is too busy to answer even itself is waited for", async () => {
  const { ended } = await serving([1, 1, 1, 1, 1, 1, 1, 1, 0], [1, 1, 0, 1, 1, 1, 0, 1]);
  await expect(ended).resolves.toBeUndefined();
});

test("one that answers nobody but itself fails, with what helps", async () => {
  const { ended } = await serving([1]);
  await expect(ended).rejects.toThrow(
    /^container widgets-dev-app answers its health check on 127\.0\.0\.1, and not on its own address: let the app listen on 0\.0\.0\.0/,
  );
});
