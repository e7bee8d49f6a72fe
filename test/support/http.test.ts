import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const ROOT = resolve(__dirname, "../..");

test("a program that only waits for an answer does not end when its connection is closed", async () => {
  // As Docker's proxy does for a container whose server does not listen yet.
  const server = createServer((socket) => void socket.destroy());
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const script = `require("./test/support/http").get("http://localhost:${port}").catch(({ message }) => console.log(message))`;
  const words = ["--require", "./register.cjs", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  expect(stdout).toMatch(/^(socket hang up|read ECONNRESET)\n$/);
});
