import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { deliver } from "../../components/delivery";
import { startCaddy } from "../support/caddy";
import { bridgeAddress, removeProject } from "../support/docker";
import { eventually, get, request } from "../support/http";

const PROJECT = "e2e-delivery";
const PORT = 21480;
const URL = `http://127.0.0.1:${PORT}`;

/** What arrived at either of two apps, such as `GET /well`. */
let arrived: string[] = [];
const apps: Server[] = [];

/**
 * An app that breaks a connection off instead of answering, or answers with 502: always, or the first
 * time.
 */
async function app(address: string): Promise<string> {
  const server = createServer(({ method, url = "", socket }, answer) => {
    arrived.push(`${method} ${url}`);
    const isFirst = arrived.length === 1;
    if (url === "/poison" || (url === "/once" && isFirst)) socket.destroy();
    else if (url === "/ill" || (url === "/dying" && isFirst)) {
      answer.writeHead(502, { "X-Words": "last" }).end(`words ${arrived.length}`);
    } else answer.end("ok");
  });
  apps.push(server.listen(0, address));
  await once(server, "listening");
  return `${address}:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const address = await bridgeAddress();
  const places = [await app(address), await app(address), `${address}:1`];
  const toTheApps = deliver({
    upstreams: places.map((dial) => ({ dial })),
    selection_policy: { policy: "round_robin" },
    transport: { protocol: "http", keep_alive: { enabled: false } },
  });
  const edge = {
    listen: [":80"],
    automatic_https: { disable: true },
    routes: [{ handle: [toTheApps] }],
  };
  const configuration = { admin: { disabled: true }, apps: { http: { servers: { edge } } } };
  await startCaddy(PROJECT, PORT, configuration);
  await eventually(async () => (await get(URL)) === "ok");
});
afterEach(() => {
  arrived = [];
});
afterAll(async () => {
  await removeProject(PROJECT);
  for (const server of apps) server.close();
});

test.each([
  ["GET", "/poison", 502, 2],
  ["HEAD", "/poison", 502, 2],
  ["GET", "/once", 200, 2],
  ["GET", "/dying", 200, 2],
  ["HEAD", "/dying", 200, 2],
  ["POST", "/once", 502, 1],
  ["DELETE", "/poison", 502, 1],
])("%s %s comes to %i, and arrived %i times", async (method, path, status, times) => {
  arrived = [];
  expect((await request(URL + path, { method })).status).toBe(status);
  expect(arrived).toEqual(Array.from({ length: times }, () => `${method} ${path}`));
});

test.each([
  ["GET", "words 2"],
  ["POST", "words 1"],
])("what the app answers a %s with 502 by itself comes through, as `%s`", async (method, words) => {
  const answer = await request(`${URL}/ill`, { method });
  expect(answer.status).toBe(502);
  expect(answer.headers.get("x-words")).toBe("last");
  expect(await answer.text()).toBe(words);
});

test("where nobody listens, nothing arrived: whatever it is goes elsewhere", async () => {
  const bodies = Array.from({ length: 6 }, (_, index) => `body ${index}`);
  for (const body of bodies) {
    expect((await request(URL, { method: "POST", body })).status).toBe(200);
  }
  expect(arrived).toEqual(bodies.map(() => "POST /"));
});
