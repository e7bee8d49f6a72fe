import { describe, expect, test } from "vitest";
import type { ImageRegistry } from "../../../components";
import { findRelease } from "../../../deploy/checks/find-release";
import { connect } from "../../../docker/connect";
import { imagesOf } from "../../components/image-shelf";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const DIGEST = `sha256:${"d".repeat(64)}`;
const REGISTRY = { server: "r.example.com/team", username: "me", password: "p", push: true };

async function find(release: string, routes: Routes, registry?: ImageRegistry) {
  const { address, requests } = await fakeEngine(routes);
  const image = {
    id: { project: "widgets", stack: "prod" },
    imageName: "app",
    context: "no",
    registry,
  };
  const found = findRelease(connect(address), image, release);
  return { found, requests };
}

describe("without a registry", () => {
  const routes = imagesOf({
    a1: { tags: ["widgets-prod/app:v1"], tagged: "2026-01-01T10:00:00Z" },
  });

  test("it is the engine's own id", async () => {
    expect(await (await find("v1", routes)).found).toBe("a1");
  });

  test("one that is not there is told with those that are", async () => {
    await expect((await find("v2", routes)).found).rejects.toThrow(
      [
        'release: given "v2"; the engine has no such image of the stack prod. It has:',
        "  TAG  ID  BUILT                 SIZE ON DISK  SERVED  RUNS",
        "  v1   a1  2026-01-01 10:00 UTC  1 MB",
        "Set one that is there: pulumi config set --stack prod release TAG; or build again: pulumi config rm --stack prod release",
      ].join("\n"),
    );
  });

  test("one that may be two is none", async () => {
    const two = imagesOf({ "sha256:ab1": { tags: ["r:v1"] }, "sha256:ab2": { tags: ["r:v2"] } });
    await expect((await find("ab", two)).found).rejects.toThrow(
      [
        'release: given "ab"; 2 images of the stack prod are meant by that:',
        "  TAG  ID   BUILT                 SIZE ON DISK  SERVED  RUNS",
        "  v1   ab1  2026-01-01 00:00 UTC  1 MB",
        "  v2   ab2  2026-01-01 00:00 UTC  1 MB",
        "Set more of an id, or a tag: pulumi config set --stack prod release TAG",
      ].join("\n"),
    );
    expect(await (await find("ab2", two)).found).toBe("sha256:ab2");
  });

  test("where there are none, that is told", async () => {
    await expect((await find("v2", imagesOf({}))).found).rejects.toThrow(
      'release: given "v2"; the engine has no such image of the stack prod. It has none.\nSet one',
    );
  });
});

describe("with a registry", () => {
  test("one that is here is run by the digest that it was pushed with", async () => {
    const tags = ["r.example.com/team/app:v1"];
    const digests = [`other/app@sha256:0`, `r.example.com/team/app@${DIGEST}`];
    const { found } = await find("v1", imagesOf({ a1: { tags, digests } }), REGISTRY);
    expect(await found).toBe(`r.example.com/team/app@${DIGEST}`);
  });

  test.each([
    ["tag", "v1", "r.example.com/team/app:v1"],
    ["digest", DIGEST, `r.example.com/team/app@${DIGEST}`],
  ])("one that is only there is asked for by its %s", async (_, release, reference) => {
    const routes = {
      ...imagesOf({}),
      [`GET /distribution/${reference}/json`]: () => ({ body: { Descriptor: { digest: DIGEST } } }),
    };
    expect(await (await find(release, routes, REGISTRY)).found).toBe(
      `r.example.com/team/app@${DIGEST}`,
    );
  });

  test("one that is nowhere", async () => {
    const { found } = await find("v1", imagesOf({}), REGISTRY);
    await expect(found).rejects.toThrow(
      /^release: given "v1"; the engine has no such image of the stack prod, and the registry has none: .*No such thing/,
    );
  });

  test("one that is not pushed to is not asked", async () => {
    const { found, requests } = await find("v1", imagesOf({}), { ...REGISTRY, push: false });
    await expect(found).rejects.toThrow("It has none.");
    expect(requests.some(({ line }) => line.includes("distribution"))).toBe(false);
  });
});
