import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reverseProxy } from "../../components/proxy/reverse-proxy";
import { startCaddy } from "../support/caddy";
import { bridgeAddress, removeProject } from "../support/docker";
import { eventually, get, request } from "../support/http";

const PROJECT = "e2e-delivery";
const PORT = 21480;
const URL = `http://127.0.0.1:${PORT}`;

/** What arrived at either of two apps, such as `GET /well`. */
let arrived: string[] = [];
/** Addresses of the apps that it arrived at. */
let places: string[] = [];
const apps: Server[] = [];
const STICKY_PORT = PORT + 1;

/**
 * An app that does what the path says, a word each time that it is asked and the last word ever after:
 * `break` breaks the connection off, `502` answers that, and all else is well.
 */
async function app(address: string): Promise<string> {
  const server = createServer(({ method, url = "", socket }, answer) => {
    arrived.push(`${method} ${url}`);
    places.push(`${socket.localAddress}:${socket.localPort}`);
    const words = url.slice(1).split("/");
    const word = words[arrived.length - 1] ?? words.at(-1);
    if (word === "break") socket.destroy();
    else if (word === "502") answer.writeHead(502, { "X-Time": arrived.length }).end("the app's");
    else answer.end("ok");
  });
  // As much of a WebSocket as a proxy sees: the upgrade, and what then goes back and forth.
  server.on("upgrade", (_request, socket) => {
    const upgraded =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket";
    socket.write(`${upgraded}\r\n\r\n`);
    socket.on("data", (data) => socket.write(`heard ${data}`));
  });
  apps.push(server.listen(0, address));
  await once(server, "listening");
  return `${address}:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const address = await bridgeAddress();
  const dials = [await app(address), await app(address), `${address}:1`];
  const start = async (port: number, sticky: boolean) => {
    const toTheApps = reverseProxy(
      { policy: "round_robin", sticky },
      {
        // Each comes twice, as it does in the edge's slots.
        upstreams: [...dials, ...dials].map((dial) => ({ dial })),
        transport: { protocol: "http", keep_alive: { enabled: false } },
        health_checks: sticky ? { passive: { fail_duration: "2s" } } : undefined,
      },
    );
    const edge = {
      listen: [":80"],
      automatic_https: { disable: true },
      routes: [{ handle: [toTheApps] }],
    };
    const configuration = { admin: { disabled: true }, apps: { http: { servers: { edge } } } };
    await startCaddy(PROJECT, port, configuration);
    await eventually(async () => (await get(`http://127.0.0.1:${port}`)) === "ok");
  };
  await Promise.all([start(PORT, false), start(STICKY_PORT, true)]);
});
beforeEach(() => {
  arrived = [];
  places = [];
});
afterAll(async () => {
  await removeProject(PROJECT);
  for (const server of apps) server.close();
});

test.each([
  ["GET", "/break", 502, 2],
  ["HEAD", "/break", 502, 2],
  ["GET", "/break/ok", 200, 2],
  ["GET", "/502/ok", 200, 2],
  ["HEAD", "/502/ok", 200, 2],
  ["GET", "/502/break/ok", 502, 2],
  ["POST", "/break/ok", 502, 1],
  ["POST", "/502/ok", 502, 1],
  ["DELETE", "/break", 502, 1],
])("%s %s comes to %i, and arrived at %i of the apps", async (method, path, status, times) => {
  expect((await request(URL + path, { method })).status).toBe(status);
  expect(arrived).toEqual(Array.from({ length: times }, () => `${method} ${path}`));
  expect(new Set(places).size).toBe(times);
});

test.each([
  ["GET", "2"],
  ["POST", "1"],
])("what an app answers a %s with 502 itself comes through, time %s", async (method, time) => {
  const answer = await request(`${URL}/502`, { method });
  expect(answer.status).toBe(502);
  expect(answer.headers.get("x-time")).toBe(time);
  expect(await answer.text()).toBe("the app's");
});

test("where nobody listens, nothing arrived: whatever it is goes elsewhere", async () => {
  const bodies = Array.from({ length: 6 }, (_, index) => `body ${index}`);
  for (const body of bodies) {
    expect((await request(URL, { method: "POST", body })).status).toBe(200);
  }
  expect(arrived).toEqual(bodies.map(() => "POST /"));
});

describe("clients that stay where they are", () => {
  const url = `http://127.0.0.1:${STICKY_PORT}`;
  /** The cookie that an answer gives, as the client sends it back; the last one counts. */
  const cookieOf = (answer: Response) => answer.headers.getSetCookie().at(-1)?.split(";")[0] ?? "";

  test("each comes to the same app again, and all of them to more than one", async () => {
    const homes = new Set<string>();
    for (let client = 0; client < 8; client++) {
      places = [];
      const cookie = cookieOf(await request(url));
      expect(cookie).toMatch(/^berth_replica=/);
      for (let again = 0; again < 3; again++) {
        const answer = await request(url, { headers: { cookie }, method: "POST" });
        expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
      }
      expect(new Set(places.slice(-3)).size).toBe(1);
      homes.add(places.at(-1) ?? "");
    }
    expect(homes.size).toBe(2);
  });

  test("a cookie of an app that is gone leads to another one, with a new cookie", async () => {
    const answer = await request(url, {
      headers: { cookie: "berth_replica=gone" },
      method: "POST",
    });
    expect(answer.status).toBe(200);
    expect(cookieOf(answer)).not.toBe("berth_replica=gone");
  });
});

test("a WebSocket stays open, and goes both ways", async () => {
  const socket = connect(PORT, "127.0.0.1");
  const heard: string[] = [];
  socket.on("data", (data) => heard.push(String(data)));
  socket.write(
    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  );
  await eventually(async () => heard.join("").startsWith("HTTP/1.1 101"));
  for (const word of ["one", "two"]) {
    socket.write(word);
    await eventually(async () => heard.join("").endsWith(`heard ${word}`));
  }
  socket.destroy();
});
