import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { portError, processOn } from "../../../deploy/checks/port-holder";

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const port = await listen("127.0.0.1");
  const closing = closers.pop();
  await new Promise((resolve) => setImmediate(resolve, closing?.()));
  return port;
}

describe("portError", () => {
  test("a free port", async () => {
    const port = await freePort();
    expect(await portError("127.0.0.1", port)).toBeUndefined();
    expect(await portError("0.0.0.0", port)).toBeUndefined();
  });

  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["127.0.0.1", "0.0.0.0"],
    ["0.0.0.0", "127.0.0.1"],
  ])("held on %s, wanted on %s", async (held, wanted) => {
    expect(await portError(wanted, await listen(held))).toBe("EADDRINUSE");
  });

  test("held on another address", async () => {
    expect(await portError("127.0.0.1", await listen("127.0.0.2"))).toBeUndefined();
  });

  test("an address that this machine does not have", async () => {
    expect(await portError("192.0.2.1", await freePort())).toBe("EADDRNOTAVAIL");
  });

  test("asking does not hold the port", async () => {
    const port = await freePort();
    await portError("127.0.0.1", port);
    expect(processOn(port)).toBeUndefined();
  });
});

describe.runIf(process.platform === "linux")("processOn", () => {
  test.each(["127.0.0.1", "0.0.0.0", "::1"])("this process, on %s", async (address) => {
    expect(processOn(await listen(address))).toMatch(new RegExp(`^.+ \\(pid ${process.pid}\\)$`));
  });

  test("another process, by its name", async () => {
    const script =
      "import socket,time; s=socket.create_server(('127.0.0.1',0)); print(s.getsockname()[1],flush=True); time.sleep(60)";
    const other = spawn("python3", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
    closers.push(() => other.kill());
    const [line] = await once(other.stdout, "data");
    expect(processOn(Number(line))).toMatch(new RegExp(`^python3\\S* \\(pid ${other.pid}\\)$`));
  });

  test("nobody", async () => {
    expect(processOn(await freePort())).toBeUndefined();
  });

  test("a connection is not a listener", async () => {
    const port = await freePort();
    expect(processOn(port + 1)).toBeUndefined();
  });
});
