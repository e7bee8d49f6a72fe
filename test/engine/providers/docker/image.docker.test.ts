import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { connect } from "../../../../docker/connect";
import { resolveHost } from "../../../../docker/host";
import type { PropertyMap } from "../../../../engine/providers/provider";
import { FakeRegistry } from "./fake-registry";
import { Stack } from "./stack";

const docker = connect(resolveHost().address);
const stack = new Stack();
const login = { username: "me", password: "right" };
const registry = new FakeRegistry(login);
const name = `prov-image-${process.pid}`;
const context = mkdtempSync(join(tmpdir(), "berth-build-"));
const images = new Set<string>();

beforeAll(async () => {
  await Promise.all([stack.configure(), registry.start()]);
  writeFileSync(
    join(context, "Dockerfile"),
    'FROM scratch\nARG WHO=nobody\nLABEL who="$WHO"\nCOPY hello /\n',
  );
  writeFileSync(join(context, "Failing"), 'FROM redis:8\nRUN echo "one of its lines" && exit 7\n');
  writeFileSync(join(context, "Named"), "FROM scratch\nLABEL berth.content=c1\nCOPY hello /\n");
  writeFileSync(join(context, "hello"), "hello");
});

afterAll(async () => {
  await stack.clean();
  registry.stop();
  rmSync(context, { recursive: true });
  for (const image of images) await docker.getImage(image).remove({ force: true });
});

function image(imageName: string, news: PropertyMap) {
  images.add(imageName);
  return stack.create("Image", name, { imageName, ...news });
}

describe("an image", () => {
  it("is built, and its outputs are the official provider's", async () => {
    const news = { imageName: name, skipPush: true, build: { context, args: { WHO: "me" } } };
    const made = await image(name, news);
    const { Id, Config } = await docker.getImage(name).inspect();
    expect(Config.Labels).toMatchObject({ who: "me" });
    expect(made.id).toBe(name);
    expect(made.outputs).toEqual({
      __inputs: made.inputs,
      baseImageName: name,
      context,
      dockerfile: "Dockerfile",
      imageName: name,
      platform: expect.stringMatching(/^linux\//),
      registryServer: "",
      repoDigest: Id,
    });
    expect((await stack.diff(made, news)).changes).toBe(false);
    writeFileSync(join(context, "hello"), "hello again");
    expect(await stack.diff(made, news)).toMatchObject({ diffs: ["build"], replaces: [] });
    await stack.update(made, news);
    expect(made.outputs.repoDigest).not.toBe(Id);
  });

  it("whose tag stands for its content is not built again under it", async () => {
    const build = { context, dockerfile: join(context, "Named") };
    const made = await image(`${name}:c1`, { skipPush: true, build });
    const lastTag = async () => {
      const inspected: object = await docker.getImage(`${name}:c1`).inspect();
      return "Metadata" in inspected && JSON.stringify(inspected.Metadata);
    };
    const { Id } = await docker.getImage(`${name}:c1`).inspect();
    const before = await lastTag();
    writeFileSync(join(context, "hello"), "hello once more");
    await stack.update(made, { imageName: `${name}:c1`, skipPush: true, build });
    expect(made.outputs).toMatchObject({ repoDigest: Id, dockerfile: "Named" });
    expect(await lastTag(), "it is the newest again").not.toBe(before);

    await docker.getImage(Id).tag({ repo: name, tag: "c2" });
    const other = await image(`${name}:c2`, { skipPush: true, build });
    expect(other.outputs.repoDigest, "the label is of another tag").not.toBe(Id);
  });

  it("that fails says at which step and with what words", async () => {
    const build = { context, dockerfile: join(context, "Failing") };
    await expect(
      stack.create("Image", name, { imageName: name, skipPush: true, build }),
    ).rejects.toThrow(
      /cannot be built: step \[2\/2\] RUN echo .* failed\none of its lines\n.*exit code: 7/,
    );
  });

  it("is pushed with the program's login, and known by the digest in its registry", async () => {
    const imageName = `${registry.address}/team/app:1`;
    const made = await image(imageName, {
      build: { context },
      registry: { server: registry.address, ...login },
    });
    const digest = String(made.outputs.repoDigest).split("@")[1] ?? "";
    expect(made.outputs.repoDigest).toBe(`${registry.address}/team/app@${digest}`);
    expect([...registry.manifests.keys()]).toEqual(["1", digest]);
  });

  it("whose push is refused says how to log in", async () => {
    const imageName = `${registry.address}/team/app:2`;
    const wrong = { server: registry.address, username: "me", password: "wrong" };
    await expect(image(imageName, { build: { context }, registry: wrong })).rejects.toThrow(
      `Log in with docker login ${registry.address}`,
    );
  });
});

describe("a registry image", () => {
  it("is pushed, found there, and deleted there", async () => {
    const imageName = `${registry.address}/team/other:1`;
    await image(imageName, { skipPush: true, build: { context } });
    const authConfig = { address: `http://${registry.address}`, ...login };
    const made = await stack.create("RegistryImage", name, { name: imageName, authConfig });
    expect(made.id).toMatch(/^sha256:/);
    expect(made.outputs.sha256Digest).toBe(made.id);
    expect((await stack.read(made))?.outputs.sha256Digest).toBe(made.id);
    await stack.delete(made);
    expect(await stack.read(made)).toBeUndefined();
  });
});
