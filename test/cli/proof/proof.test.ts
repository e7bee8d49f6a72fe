import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { Counts } from "../../../cli/proof/counts";
import { proofText } from "../../../cli/proof/figures";
import { beginProof } from "../../../cli/proof/proof";
import { probeTarget } from "../../../cli/proof/target";

const ID = { project: "shop", stack: "prod" };

type Port = { IP?: string; PrivatePort: number; PublicPort?: number };

async function targetWith(ports: Port[], domain?: string, server?: string) {
  const asked: unknown[] = [];
  const client = {
    ask: async <T>(_: string, __: string, question?: object) => {
      asked.push(question);
      return (ports.length > 0 ? [{ State: "running", Ports: ports }] : []) as T;
    },
  };
  const target = await probeTarget(client, ID, { path: "/health", domain }, server);
  return { target, asked };
}

describe("where an app is asked through its edge", () => {
  it("is the port that the edge of the stack publishes", async () => {
    const { target, asked } = await targetWith([
      { IP: "127.0.0.1", PrivatePort: 80, PublicPort: 8091 },
    ]);
    expect(target).toEqual({ host: "127.0.0.1", port: 8091, path: "/health" });
    expect(asked).toEqual([
      {
        query: {
          filters: { label: ["berth.project=shop", "berth.stack=prod", "berth.role=edge"] },
        },
      },
    ]);
  });

  it("is HTTPS with a domain, as its other port only leads there", async () => {
    const ports = [
      { IP: "0.0.0.0", PrivatePort: 80, PublicPort: 80 },
      { IP: "0.0.0.0", PrivatePort: 443, PublicPort: 8443 },
    ];
    const { target } = await targetWith(ports, "shop.example.com");
    expect(target).toMatchObject({ host: "127.0.0.1", port: 8443, domain: "shop.example.com" });
  });

  it("is the server itself where the engine is on another machine", async () => {
    const at = async (IP: string) =>
      (await targetWith([{ IP, PrivatePort: 80, PublicPort: 80 }], undefined, "server.example.com"))
        .target?.host;
    expect(await at("0.0.0.0")).toBe("server.example.com");
    expect(await at("10.0.0.7")).toBe("10.0.0.7");
    expect(await at("127.0.0.1")).toBeUndefined();
    expect(await at("::1")).toBeUndefined();
  });

  it("is nowhere without an edge, or where that publishes nothing", async () => {
    expect((await targetWith([])).target).toBeUndefined();
    expect((await targetWith([{ PrivatePort: 80 }])).target).toBeUndefined();
  });
});

describe("the requests of a rollout", () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  it("are counted, those that fail apart", async () => {
    let answers = 0;
    const server = createServer((request, response) => {
      if (request.url !== "/health") return response.writeHead(404).end();
      answers++;
      if (answers % 3 === 0) return request.socket.destroy();
      response.writeHead(answers % 3 === 1 ? 200 : 503).end();
    });
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const counts = new Counts();
    const target = { host: "127.0.0.1", port, path: "/health" };
    const root = join(__dirname, "../../..");
    const worker = new Worker(join(root, "cli/proof/prober.ts"), {
      workerData: { target, memory: counts.memory },
      execArgv: ["--require", join(root, "register.cjs")],
    });
    closing.push(
      () => void worker.terminate(),
      () => server.close(),
    );
    await expect.poll(() => counts.requests, { timeout: 30_000 }).toBeGreaterThan(8);
    expect(counts.failures).toBeGreaterThan(counts.requests / 3);
    expect(counts.failures).toBeLessThan(counts.requests);
    expect(answers).toBeGreaterThan(8);
  });

  it("are told as a sentence", () => {
    expect(proofText({ path: "/health", requests: 412, failures: 0, slowest: 312 })).toBe(
      "while it rolled out, 0 of 412 requests failed (GET /health, the slowest after 0.31 s)",
    );
  });

  it("are none where the stack cannot be looked at", async () => {
    expect(await beginProof({ stack: "prod", cwd: undefined }, "/", {})).toBeUndefined();
  });
});
