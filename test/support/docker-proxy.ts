import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_SOCKET } from "../../docker/host";

/** The engine of this machine behind a socket that a test can take away. */
export class DockerProxy {
  private readonly folder = mkdtempSync(join(tmpdir(), "berth-proxy-"));
  private readonly path = join(this.folder, "docker.sock");
  readonly address = `unix://${this.path}`;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  async open(): Promise<void> {
    this.server = createServer({ allowHalfOpen: true }, (client) => {
      const engine = connect({ path: new URL(LOCAL_SOCKET).pathname, allowHalfOpen: true });
      for (const [one, other] of [
        [client, engine],
        [engine, client],
      ] as const) {
        this.sockets.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    });
    this.server.listen(this.path);
    await once(this.server, "listening");
  }

  /** Cuts every connection, and lets nobody in. */
  cut(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }

  remove(): void {
    this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
