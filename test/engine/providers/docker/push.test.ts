import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeEngine } from "../../../docker/fake-engine";
import { Stack } from "./stack";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const NAME = "localhost:5000/team/app:1";

/** The end of a push, as engine 28.5 sends it with each of its image stores. */
const ENDS = {
  "an image store of its own": [
    { status: `1: digest: ${DIGEST} size: 1208` },
    { progressDetail: {}, aux: { Tag: "1", Digest: DIGEST, Size: 1208 } },
  ],
  "the containerd image store": [{ status: `1: digest: ${DIGEST} size: 1208` }],
  "one that says which of a list's images was pushed": [
    { aux: { manifestPushedInsteadOfIndex: true, selectedManifest: { digest: DIGEST } } },
    { status: `1: digest: ${DIGEST} size: 1208` },
  ],
};

async function engineThatPushes(end: readonly object[]) {
  const messages = [
    { status: "The push refers to repository [localhost:5000/team/app]" },
    { status: "Pushed", progressDetail: {}, id: "7d26f76eda74" },
    ...end,
  ];
  const engine = await fakeEngine({
    "POST /images/localhost:5000/team/app/push": () => ({ body: lines(messages) }),
    "GET /images/": () => ({
      body: { Id: "sha256:1", Config: { Labels: { "berth.content": "1" } } },
    }),
    "POST /images/sha256:1/tag": () => ({ status: 201, body: {} }),
  });
  const stack = new Stack();
  await stack.configure({ host: engine.address });
  return stack;
}

const lines = (messages: readonly object[]) =>
  Buffer.from(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(""));

describe.each(Object.entries(ENDS))("a push by an engine with %s", (_, end) => {
  it("gives an image its digest", async () => {
    const context = mkdtempSync(join(tmpdir(), "berth-push-"));
    onTestFinished(() => rmSync(context, { recursive: true }));
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\n");
    const stack = await engineThatPushes(end);
    const { outputs } = await stack.create("Image", "app", { imageName: NAME, build: { context } });
    expect(outputs.repoDigest).toBe(`localhost:5000/team/app@${DIGEST}`);
  });

  it("gives a registry image its digest", async () => {
    const stack = await engineThatPushes(end);
    const made = await stack.create("RegistryImage", "app", { name: NAME });
    expect(made.id).toBe(DIGEST);
    expect(made.outputs.sha256Digest).toBe(DIGEST);
  });
});

it("a push that names no digest is an error", async () => {
  const stack = await engineThatPushes([{ status: "1: digest: unknown size: 0" }]);
  await expect(stack.create("RegistryImage", "app", { name: NAME })).rejects.toThrow(
    `the push of ${NAME} ended without a digest`,
  );
});
