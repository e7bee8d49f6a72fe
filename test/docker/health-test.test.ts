import type Docker from "dockerode";
import { expect, test } from "vitest";
import { connect } from "../../docker/connect";
import { passesHealthTest } from "../../docker/health-test";
import { type EngineAnswer, type EngineRequest, fakeEngine } from "./fake-engine";

interface Checked {
  Test?: string[];
  Timeout?: number;
  Status?: string;
  /** Undefined: the container is not checked. */
  Health?: object | undefined;
}

/** What a check in a container comes to, and what was run for it. */
async function check(
  checked: Checked,
  start: () => EngineAnswer | undefined = () => ({ body: Buffer.alloc(0) }),
  ExitCode = 0,
) {
  const { Test, Timeout, Status, Health } = { Status: "running", Health: {}, ...checked };
  const ran: string[][] = [];
  const { address } = await fakeEngine({
    "POST /containers/a1/exec": ({ body }: EngineRequest) => {
      ran.push(JSON.parse(body.toString()).Cmd);
      return { status: 201, body: { Id: "x1" } };
    },
    "POST /exec/x1/start": start,
    "GET /exec/x1/json": () => ({ body: { ExitCode } }),
  });
  const inspected = { State: { Status, Health }, Config: { Healthcheck: { Test, Timeout } } };
  const container = connect(address).getContainer("a1");
  const passes = await passesHealthTest(
    container,
    inspected as unknown as Docker.ContainerInspectInfo,
  );
  return { passes, ran };
}

test.each<[string[], string[]]>([
  [
    ["CMD", "redis-cli", "ping"],
    ["redis-cli", "ping"],
  ],
  [
    ["CMD-SHELL", "curl -f http://localhost/"],
    ["/bin/sh", "-c", "curl -f http://localhost/"],
  ],
])("%j: runs %j", async (Test, words) => {
  expect(await check({ Test })).toEqual({ passes: true, ran: [words] });
});

test.each<[string, Checked]>([
  ["has none", { Test: undefined }],
  ["has its image's switched off", { Test: ["NONE"] }],
  ["does not run", { Test: ["CMD", "true"], Status: "restarting" }],
  ["is not checked at all", { Test: ["CMD", "true"], Health: undefined }],
])("nothing is run where a container %s", async (_, checked) => {
  expect(await check(checked)).toEqual({ passes: false, ran: [] });
});

test.each([1, 137])("exit code %i does not pass", async (code) => {
  expect((await check({ Test: ["CMD", "true"] }, undefined, code)).passes).toBe(false);
});

test("one that stopped meanwhile does not pass", async () => {
  const stopped = () => ({ status: 409, body: { message: "container is not running" } });
  expect((await check({ Test: ["CMD", "true"] }, stopped)).passes).toBe(false);
});

test("a check that does not end in its time does not pass", async () => {
  const never = () => undefined;
  expect((await check({ Test: ["CMD", "sleep"], Timeout: 50e6 }, never)).passes).toBe(false);
});
