import { expect, test } from "vitest";
import { httpTest } from "../../components/health-checks";
import { areReady, waitUntilReady } from "../../components/platforms/docker/wait/container-health";
import { connect } from "../../docker/connect";
import { fakeEngine, frames } from "../docker/fake-engine";

const probe = { image: "caddy", network: "prod", test: httpTest(8000, "/up") };
const APP = { name: "widgets-prod-app", id: "a1", probe };

/** An app without a check of its own; what those who ask it over the network come to. */
async function asked(exitCodes: number[], networks: object = { prod: { IPAddress: "10.1.2.3" } }) {
  const app = {
    State: { Status: "running" },
    RestartCount: 0,
    Config: { Labels: { "berth.project": "widgets" } },
    NetworkSettings: { Networks: networks },
  };
  const engine = await fakeEngine({
    "GET /containers/a1/json": () => ({ body: app }),
    "GET /containers/a1/logs": () => ({ body: frames("starts\n") }),
    "POST /containers/create": () => ({ status: 201, body: { Id: "p1" } }),
    "POST /containers/p1/start": () => ({ status: 204 }),
    "POST /containers/p1/exec": () => ({ status: 201, body: { Id: "x1" } }),
    "POST /exec/x1/start": () => ({ body: frames("HTTP 500: no database\n") }),
    "GET /exec/x1/json": () => ({
      body: { ExitCode: exitCodes.length > 1 ? exitCodes.shift() : exitCodes[0] },
    }),
    "DELETE /containers/p1": () => ({ status: 204 }),
  });
  const bodiesOf = (line: string) =>
    engine.requests
      .filter((request) => request.line.startsWith(line))
      .map(({ body }) => JSON.parse(String(body)));
  return { ...engine, docker: connect(engine.address), bodiesOf };
}

test("it is asked until it answers, by one container that then goes", async () => {
  const { docker, requests, bodiesOf } = await asked([1, 1, 0]);
  await waitUntilReady(docker, [APP], 60);
  expect(bodiesOf("POST /containers/create")).toMatchObject([
    {
      Image: "caddy",
      Labels: { "berth.project": "widgets", "berth.role": "health" },
      HostConfig: { NetworkMode: "prod", AutoRemove: true, CapDrop: ["ALL"] },
    },
  ]);
  const [, script] = probe.test;
  expect(bodiesOf("POST /containers/p1/exec")).toMatchObject(
    Array(3).fill({ Cmd: ["sh", "-c", script], Env: ["BERTH_CHECKED_ADDRESS=10.1.2.3"] }),
  );
  expect(requests.at(-1)?.line).toMatch(/^DELETE \/containers\/p1\?.*force=true/);
});

test("one that does not answer fails when its time is over, with the last answer", async () => {
  const { docker, requests } = await asked([1]);
  await expect(waitUntilReady(docker, [APP], 0.3)).rejects.toThrow(
    /^container widgets-prod-app not healthy after 0\.3 s, asked over its network: HTTP 500: no database\nlast lines/,
  );
  expect(requests.at(-1)?.line).toMatch(/^DELETE/);
});

test("on a refresh it is asked once", async () => {
  expect(await areReady((await asked([0])).docker, [APP])).toBe(true);
  expect(await areReady((await asked([1])).docker, [APP])).toBe(false);
  expect(await areReady((await asked([0], { other: {} })).docker, [APP])).toBe(false);
});
