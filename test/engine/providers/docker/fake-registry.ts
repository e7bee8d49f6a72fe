import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A registry that takes pushes, as much of one as Docker needs for that, behind a login. */
export class FakeRegistry {
  /** `localhost:12345` */
  address = "";
  readonly manifests = new Map<string, { body: Buffer; type: string }>();
  private readonly blobs = new Map<string, Buffer>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.writeHead(500).end());
  });

  constructor(private readonly login: { username: string; password: string }) {}

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.address = `localhost:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    const { pathname, searchParams } = new URL(url, "http://registry");
    const body = await buffer(request);
    const reply = (status: number, headers: Record<string, string> = {}, content?: Buffer) =>
      void response.writeHead(status, headers).end(method === "HEAD" ? undefined : content);

    const { username, password } = this.login;
    const expected = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    if (request.headers.authorization !== expected) {
      return reply(401, { "WWW-Authenticate": 'Basic realm="fake"' });
    }
    if (pathname === "/v2/") return reply(200);
    if (pathname.includes("/blobs/uploads/")) {
      const digest = searchParams.get("digest");
      const upload = `${pathname.replace(/[^/]*$/, "")}one`;
      const sent = Buffer.concat([this.blobs.get(upload) ?? Buffer.alloc(0), body]);
      this.blobs.set(upload, method === "POST" ? body : sent);
      if (!digest)
        return reply(202, { Location: upload, Range: `0-${Math.max(0, sent.length - 1)}` });
      this.blobs.set(digest, sent);
      return reply(201, { "Docker-Content-Digest": digest });
    }
    const [, kind = "", reference = ""] = /\/(blobs|manifests)\/(.+)$/.exec(pathname) ?? [];
    if (kind === "blobs") {
      const blob = this.blobs.get(reference);
      return blob ? reply(200, { "Content-Length": String(blob.length) }, blob) : reply(404);
    }
    if (method === "PUT") {
      const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
      const manifest = { body, type: String(request.headers["content-type"]) };
      this.manifests.set(reference, manifest).set(digest, manifest);
      return reply(201, { "Docker-Content-Digest": digest });
    }
    const manifest = this.manifests.get(reference);
    if (!manifest) return reply(404);
    if (method === "DELETE") {
      this.manifests.clear();
      return reply(202);
    }
    const digest = `sha256:${createHash("sha256").update(manifest.body).digest("hex")}`;
    const headers = { "Docker-Content-Digest": digest, "Content-Type": manifest.type };
    return reply(200, headers, manifest.body);
  }
}
