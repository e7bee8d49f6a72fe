import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { extract } from "tar-stream";
import { afterAll, describe, expect, it } from "vitest";
import { writeText } from "../../../../docker/protobuf";
import { buildQuery } from "../../../../engine/providers/docker/image/build";
import { buildContext } from "../../../../engine/providers/docker/image/build-context";
import { BuildProgress } from "../../../../engine/providers/docker/image/build-progress";
import { checkImage } from "../../../../engine/providers/docker/image/check-image";
import { diffImage } from "../../../../engine/providers/docker/image/diff-image";
import { type PropertyMap, UNKNOWN } from "../../../../engine/providers/provider";

const folder = mkdtempSync(join(tmpdir(), "berth-image-"));
mkdirSync(join(folder, "app"));
writeFileSync(join(folder, "app", "Dockerfile"), "FROM scratch\n");
writeFileSync(join(folder, "app", "a.txt"), "a");
writeFileSync(join(folder, "app", ".dockerignore"), "*\n!a.txt\n");
writeFileSync(join(folder, "other.Dockerfile"), "FROM scratch\n");
afterAll(() => rmSync(folder, { recursive: true }));

const context = join(folder, "app");

describe("the check of an image", () => {
  it("completes the build", () => {
    const { inputs, failures } = checkImage({ imageName: "a", skipPush: true, build: { context } });
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      imageName: "a",
      skipPush: true,
      buildOnPreview: false,
      build: {
        context,
        contextDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
        dockerfile: join(context, "Dockerfile"),
        platform: expect.stringMatching(/^linux\//),
      },
    });
  });

  it("leaves the digest out while the context is not known", () => {
    const build: PropertyMap = { context: UNKNOWN, dockerfile: "x" };
    const { inputs, failures } = checkImage({ imageName: "a", skipPush: true, build });
    expect(failures).toEqual([]);
    expect(inputs.build).toMatchObject({ context: UNKNOWN });
    expect(inputs.build).not.toHaveProperty("contextDigest");
  });

  it.each([
    [{ build: { context: "/nowhere" } }, "build.context", 'there is no folder "/nowhere"'],
    [
      { build: { context, dockerfile: "/no/file" } },
      "build.dockerfile",
      'there is no file "/no/file"',
    ],
    [{ build: { context, arg: {} } }, "build.arg", "did you mean args?"],
    [{ build: { context }, skipPush: false }, "imageName", "write docker.io/app, or set skipPush"],
    [{ build: { context, builderVersion: "3" } }, "build.builderVersion", "has to be one of"],
  ] as [PropertyMap, string, string][])("refuses %j", (news, property, reason) => {
    const { failures } = checkImage({ imageName: "app", skipPush: true, ...news });
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) }]);
  });
});

it("says which link of the context leads nowhere", () => {
  const broken = join(folder, "broken");
  mkdirSync(broken);
  writeFileSync(join(broken, "Dockerfile"), "FROM scratch\n");
  symlinkSync("nowhere", join(broken, "link"));
  const { failures } = checkImage({ imageName: "a", skipPush: true, build: { context: broken } });
  const reason = `the link ${join(broken, "link")} leads nowhere; mend it, or leave it out with .dockerignore`;
  expect(failures).toEqual([{ property: "build.context", reason }]);
});

describe("the diff of an image", () => {
  const registry = { server: "localhost:5000", username: "me", password: "old" };
  const olds = { imageName: "a", build: { contextDigest: "1" }, registry };

  it.each([
    ["nothing", {}, {}],
    ["a login", { registry: { ...registry, password: "new" } }, {}],
    ["a registry", { registry: { ...registry, server: "ghcr.io" } }, { registry: "update" }],
    ["what is built", { build: { contextDigest: "2" } }, { build: "update" }],
    ["a new setting", { skipPush: true }, { skipPush: "add" }],
  ] as [string, PropertyMap, Record<string, string>][])("for %s", (_, change, expected) => {
    const { detailedDiff = {}, replaces } = diffImage(olds, { ...olds, ...change });
    const kinds = Object.entries(detailedDiff).map(([path, { kind }]) => [path, kind]);
    expect(Object.fromEntries(kinds)).toEqual(expected);
    expect(replaces).toEqual([]);
  });
});

describe("the archive for the builder", () => {
  it("has what the ignore file leaves, and the build files whatever it says", async () => {
    const { archive, dockerfile } = buildContext(context, join(context, "Dockerfile"));
    expect(dockerfile).toBe("Dockerfile");
    expect(await names(archive)).toEqual([".dockerignore", "Dockerfile", "a.txt"]);
  });

  it("carries a Dockerfile from outside the context", async () => {
    const built = buildContext(context, join(folder, "other.Dockerfile"));
    expect(built.relativeDockerfile).toBe("../other.Dockerfile");
    expect(await names(built.archive)).toEqual([".dockerfile.carried", ".dockerignore", "a.txt"]);
  });
});

it("asks for BuildKit with all that the build says", () => {
  const build = {
    args: { A: "1" },
    target: "prod",
    platform: "linux/amd64",
    network: "host",
    addHosts: ["a:1", "b:2"],
    cacheFrom: { images: ["c"] },
  };
  expect(buildQuery("img", build, "Dockerfile", "session")).toEqual({
    t: "img",
    dockerfile: "Dockerfile",
    version: "2",
    session: "session",
    rm: true,
    buildargs: '{"A":"1"}',
    target: "prod",
    platform: "linux/amd64",
    networkmode: "host",
    extrahosts: "a:1,b:2",
    cachefrom: '["c"]',
  });
  expect(buildQuery("img", {}, "Dockerfile", undefined)).toMatchObject({ version: "1" });
});

it("shows the steps of a build and explains the failed one with its own lines", () => {
  const shown: string[] = [];
  const progress = new BuildProgress((line) => shown.push(line));
  const nested = (number: number, ...fields: Buffer[]) =>
    writeText(number, Buffer.concat(fields).toString("latin1"));
  const take = (...fields: Buffer[]) =>
    progress.take(Buffer.concat(fields).toString("base64"), "moby.buildkit.trace");

  take(nested(1, writeText(1, "sha256:a"), writeText(3, "[internal] load"), writeText(5, "t")));
  take(nested(1, writeText(1, "sha256:b"), writeText(3, "RUN pip install"), writeText(5, "t")));
  take(nested(3, writeText(1, "sha256:b"), writeText(4, "no such")));
  take(nested(3, writeText(1, "sha256:b"), writeText(4, " package\nlast")));
  take(nested(3, writeText(1, "sha256:c"), writeText(4, "another step\n")));
  take(
    nested(
      1,
      writeText(1, "sha256:b"),
      writeText(3, "RUN pip install"),
      writeText(7, "exit code: 1"),
    ),
  );

  expect(shown).toEqual(["RUN pip install", "no such package", "another step"]);
  expect(progress.explain()).toBe(
    "step RUN pip install failed\nno such package\nlast\nexit code: 1",
  );
});

it("finds the image's id in either builder's stream", () => {
  const progress = new BuildProgress(() => {});
  progress.take({ ID: "sha256:1" }, "moby.image.id");
  expect(progress.imageId).toBe("sha256:1");
});

async function names(archive: Readable): Promise<string[]> {
  const found: string[] = [];
  const entries = archive.pipe(extract());
  for await (const entry of entries) {
    found.push(entry.header.name);
    entry.resume();
  }
  return found.sort();
}
