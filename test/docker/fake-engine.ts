import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface EngineRequest {
  /** Method and path with its query, such as `GET /containers/json?all=true`. */
  line: string;
  body: Buffer;
}

export interface EngineAnswer {
  status?: number;
  /** A buffer is sent as it is, anything else as JSON. */
  body?: unknown;
}

/** Answers by the start of the request's line; undefined is none ever. */
export type Routes = Record<
  string,
  (request: EngineRequest) => EngineAnswer | undefined | Promise<EngineAnswer>
>;

/**
 * A Docker engine that answers as it is told, and 404 to everything else: on a socket of its own, or
 * over TCP as one of another machine would.
 */
export async function fakeEngine(routes: Routes, way: "unix" | "tcp" = "unix") {
  const requests: EngineRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = { line: `${incoming.method} ${incoming.url}`, body: Buffer.concat(chunks) };
    requests.push(request);
    const route = Object.keys(routes).find((start) => request.line.startsWith(start));
    const unknown = { status: 404, body: { message: `No such thing: ${request.line}` } };
    const answer = route ? await routes[route]?.(request) : unknown;
    if (!answer) return;
    const { status = 200, body }: EngineAnswer = answer;
    response.writeHead(status);
    response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
  // The session that BuildKit may ask for files in, or a process' streams; nothing is ever asked here.
  server.on("upgrade", ({ method, url }, socket) => {
    requests.push({ line: `${method} ${url}`, body: Buffer.alloc(0) });
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  });
  const folder = mkdtempSync(join(tmpdir(), "berth-engine-"));
  const socket = join(folder, "docker.sock");
  server.listen(way === "unix" ? { path: socket } : { port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const address = server.address();
  const port = typeof address === "object" && address?.port;
  return { address: port ? `tcp://127.0.0.1:${port}` : `unix://${socket}`, requests };
}

/** A container's output as Docker sends it: an 8-byte header in front of each piece. */
export function frames(...pieces: string[]): Buffer {
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(Buffer.byteLength(piece), 4);
      return [header, Buffer.from(piece)];
    }),
  );
}
