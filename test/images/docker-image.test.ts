import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { connect } from "../../docker/connect";
import { follow } from "../../images/docker-image";

const progress = (...messages: object[]) =>
  follow(
    connect("unix:///nowhere"),
    Readable.from(messages.map((message) => `${JSON.stringify(message)}\r\n`)),
  );

test("progress to the end is a success", async () => {
  await expect(progress({ status: "sha256:1" })).resolves.toBeUndefined();
});

test("a failure shows the last lines and the engine's message", async () => {
  const failed = progress({ stream: "Step 1/2\nno such package\n" }, { error: "exit code: 100" });
  await expect(failed).rejects.toThrow(/^Step 1\/2\nno such package\nexit code: 100$/);
});

test("a failure without output is the engine's message alone", async () => {
  await expect(progress({ error: "no space left" })).rejects.toThrow(/^no space left$/);
});
