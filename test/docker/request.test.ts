import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";

import { connect } from "../../docker/connect";

/** An engine that does as it pleases with each request. */
async function engine(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade?: (socket: Socket) => void,
) {
  const lines: string[] = [];
  const server = createServer((request, response) => {
    lines.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  if (upgrade) server.on("upgrade", (_, socket) => upgrade(socket as Socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { docker: connect(`tcp://127.0.0.1:${port}`), lines };
}

test("a redirect is an answer like any other, and nobody else is asked", async () => {
  const { docker, lines } = await engine((_, response) =>
    response.writeHead(301, { Location: "http://elsewhere.invalid/images/json" }).end(),
  );
  await expect(docker.getImage("app").inspect()).rejects.toMatchObject({ statusCode: 301 });
  expect(lines).toEqual(["GET /images/app/json"]);
});

test("nothing is asked of a thing without a name", async () => {
  const { docker, lines } = await engine((_, response) => response.end("[]"));
  const things = [
    docker.getImage("").inspect(),
    docker.getContainer("").inspect(),
    docker.getContainer("").remove(),
    docker.getVolume("").remove(),
    docker.getNetwork("").inspect(),
    docker.getService("").inspect(),
    docker.getSecret("").inspect(),
    docker.getConfig("").remove(),
    docker.getNode("").inspect(),
    docker.getExec("").inspect(),
    docker.getPlugin("", "").inspect(),
  ];
  const results = await Promise.allSettled(things);
  for (const result of results) {
    expect(result).toMatchObject({ status: "rejected", reason: { name: "Error" } });
    expect(String(result.status === "rejected" && result.reason)).toMatch(/must not be empty/);
  }
  expect(lines).toEqual([]);
});

test("an answer that breaks off is an error, not one to wait for", async () => {
  const { docker } = await engine((_, response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write('{"Id":', () => response.destroy());
  });
  await expect(docker.getImage("app").inspect()).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("a connection of two ways that is cut off only ends", async () => {
  const { docker } = await engine(
    () => {},
    (socket) => {
      socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
  );
  const request = { path: "/session", method: "POST", hijack: true, statusCodes: { 200: true } };
  const socket = await new Promise<Socket>((resolve, reject) => {
    docker.modem.dial(request as never, (error: unknown, found: unknown) =>
      error ? reject(error) : resolve(found as Socket),
    );
  });
  await new Promise((resolve) => socket.once("close", resolve));
});
