import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edgeConfiguration } from "../../components/proxy/edge-configuration";
import { FILL_SLOTS, slotsOf } from "../../components/proxy/routes";
import { mustExecIn } from "../../docker/exec";
import { startCaddy } from "../support/caddy";
import { bridgeAddress, removeProject } from "../support/docker";
import { eventually, request } from "../support/http";

const PROJECT = "e2e-trusted-proxies";
const [TRUSTING, PLAIN] = [21490, 21491];

/** An app that says which headers it got. */
const app = createServer(({ headers }, answer) => answer.end(JSON.stringify(headers)));

let gateway: string;

/** An edge in front of the app. */
async function startEdge(port: number, trustedProxies?: string[]): Promise<void> {
  const edge = await startCaddy(PROJECT, port, edgeConfiguration({ trustedProxies }));
  const routes = slotsOf([gateway], (app.address() as AddressInfo).port);
  await mustExecIn(edge, ["sh", "-c", FILL_SLOTS, "fill", ...routes]);
  await eventually(async () => (await ask(port)).host !== undefined);
}

/** What the app sees of a request that a load balancer has forwarded for two others. */
async function ask(port: number): Promise<IncomingHttpHeaders> {
  const headers = {
    "x-forwarded-for": "198.51.100.1, 203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "shop.example.com",
  };
  return JSON.parse(await (await request(`http://127.0.0.1:${port}`, { headers })).text());
}

beforeAll(async () => {
  gateway = await bridgeAddress();
  await once(app.listen(0, gateway), "listening");
  // What comes from this machine has the address of Docker's bridge.
  await Promise.all([startEdge(TRUSTING, [`${gateway}/32`]), startEdge(PLAIN)]);
});
afterAll(async () => {
  await removeProject(PROJECT);
  app.close();
});

test("a proxy that is trusted is believed, and what it had from the client is not", async () => {
  expect(await ask(TRUSTING)).toMatchObject({
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "shop.example.com",
  });
});

test("any other is the client", async () => {
  expect(await ask(PLAIN)).toMatchObject({
    "x-forwarded-for": gateway,
    "x-forwarded-proto": "http",
    "x-forwarded-host": `127.0.0.1:${PLAIN}`,
  });
});
