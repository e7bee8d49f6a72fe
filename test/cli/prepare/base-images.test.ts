import { describe, expect, test } from "vitest";
import { mentionedImages, missingImages, neededImages } from "../../../cli/prepare/base-images";
import { ensureImages } from "../../../cli/prepare/ensure-images";
import { stackSettings } from "../../../cli/stack/stack-settings";
import { claimsOf } from "../../../deploy/footprint";
import { NoAnswer } from "../../../docker/no-answer";
import { parseSettings } from "../../../settings/parse";
import { fakeApi, fakeMachine } from "../fakes";

const project = { name: "shop", config: {} };
const OK = { status: 200, body: "{}" };
const UNREACHABLE = {
  status: 500,
  body: JSON.stringify({
    message:
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
  }),
};
const python = { name: "python", reference: "python:3.13-slim" } as const;
const mysql = { name: "mysql", reference: "mysql:9.7" } as const;

describe("the images that a stack needs", () => {
  test.each<[Record<string, unknown>]>([
    [{ mode: "dev" }],
    [{ mode: "prod", database: "none" }],
    [{ mode: "prod", database: "mariadb", replicas: 3 }],
    [{ mode: "prod", rollout: "recreate", release: "v1" }],
    [{ mode: "dev", domain: "shop.lan" }],
    [{ mode: "dev", database: { engine: "redis", image: "redis:7" }, source: "image" }],
    [{ mode: "dev", images: { python: "python:3.12", mysql: "mysql:8" } }],
    [{ mode: "prod", app: { image: "ghcr.io/me/shop:1" } }],
    [{ mode: "prod", platform: "swarm", rollout: "recreate", replicas: 3 }],
    [{ mode: "prod", platform: "swarm", database: "redis" }],
  ])("of %j are those that the program claims", (settings) => {
    const texts = Object.entries(settings).map(([key, value]) => [
      `shop:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const values: Record<string, string> = Object.fromEntries(texts);
    const parsed = parseSettings({ project: "shop", stack: "dev" }, { values, secretKeys: [] });
    const needed = neededImages(stackSettings(project, { config: settings }, []));
    const claimed = claimsOf(parsed).images.filter((image) => image !== parsed.app.image);
    expect(needed.map(({ reference }) => reference)).toEqual(claimed);
  });

  test("of a project without these settings are those that its files name", () => {
    const texts = [
      "FROM python:3.13-slim AS dev",
      'images: imagesSection("nginx"),',
      "my-redis:8.1",
    ];
    expect(mentionedImages(texts).map(({ name }) => name)).toEqual(["python", "nginx"]);
  });
});

describe("the images that are missing", () => {
  test("none where all are on the engine; no registry is asked", async () => {
    const api = fakeApi({ "/images/python:3.13-slim/json": OK });
    expect(await missingImages([python], "auto", api)).toBeUndefined();
    expect(api.asked).toEqual(["/images/python:3.13-slim/json"]);
  });

  test("none where they can be pulled", async () => {
    const api = fakeApi({ "/distribution/python:3.13-slim/json": OK });
    expect(await missingImages([python], "auto", api)).toBeUndefined();
  });

  test("those that cannot be pulled, and why", async () => {
    const api = fakeApi({
      "/images/python:3.13-slim/json": OK,
      "/distribution/mysql:9.7/json": UNREACHABLE,
    });
    expect(await missingImages([python, mysql], "auto", api)).toEqual({
      images: [mysql],
      why: "registry-1.docker.io: no such host",
    });
  });

  test("a registry that does not answer in time, or with a page of its own", async () => {
    const api = fakeApi({
      "/distribution/python:3.13-slim/json": new Error("no answer within 4 s"),
      "/distribution/mysql:9.7/json": { status: 503, body: "<html>blocked" },
    });
    expect((await missingImages([python, mysql], "auto", api))?.why).toBe(
      "the registry gave no answer within 4 s; <html>blocked",
    );
  });

  test("none that a registry refuses, which was reached: a login or an hour later it gives them", async () => {
    const refused = "toomanyrequests: You have reached your unauthenticated pull rate limit.";
    const api = fakeApi({
      "/distribution/python:3.13-slim/json": {
        status: 500,
        body: JSON.stringify({ message: refused }),
      },
    });
    expect(await missingImages([python], "auto", api)).toBeUndefined();
  });

  test("a stand-in takes the place of the release it was made after, unless more is asked for", async () => {
    const other = { name: "python", reference: "python:3.9" } as const;
    const exact = { name: "mysql", reference: "mysql:9.7@sha256:abc" } as const;
    const full = { name: "python", reference: "docker.io/library/python:3.13-slim" } as const;
    const api = fakeApi({});
    expect(await missingImages([other, exact], "auto", api)).toBeUndefined();
    expect((await missingImages([full], "auto", api))?.images).toEqual([full]);
    expect(await missingImages([other, exact], "always", api)).toEqual({
      images: [other],
      why: undefined,
    });
    expect(await missingImages([python], "never", api)).toBeUndefined();
  });
});

describe("stand-ins", () => {
  const check = (machine: ReturnType<typeof fakeMachine>) => ({
    needed: [python],
    standIns: "auto" as const,
    onlyWarn: false,
    host: { address: "unix:///docker.sock", from: "the default" },
    api: fakeApi({ "/distribution/python:3.13-slim/json": UNREACHABLE }),
    machine,
  });
  const SENTENCE =
    "python:3.13-slim is not on this engine and cannot be pulled (registry-1.docker.io: no such host)";

  test("are built, and it is said", async () => {
    const machine = fakeMachine();
    const built: unknown[] = [];
    const build = async (...args: unknown[]) => void built.push(args);
    await ensureImages({ ...check(machine), build });
    expect(built).toEqual([[[python], "unix:///docker.sock", undefined]]);
    expect(machine.said).toEqual([
      `${SENTENCE}: building stand-ins from Debian's packages, a few minutes`,
    ]);
  });

  test("are only announced by a preview", async () => {
    const machine = fakeMachine();
    await ensureImages({ ...check(machine), onlyWarn: true });
    expect(machine.said).toEqual([
      `${SENTENCE}; \`up\` builds stand-ins for them from Debian's packages`,
    ]);
  });

  test("that cannot be built are left to the pull, unless they were asked for", async () => {
    const machine = fakeMachine();
    const build = async () => {
      throw new Error("stand-in images cannot be built here: this is macOS");
    };
    await ensureImages({ ...check(machine), build });
    expect(machine.said.at(-1)).toBe(
      "stand-in images cannot be built here: this is macOS\nberth: going on without; the images have to be pulled",
    );
    const always = ensureImages({ ...check(machine), standIns: "always", build });
    await expect(always).rejects.toThrow("stand-in images cannot be built here: this is macOS");
    expect(machine.said.at(-1)).toBe(
      "python:3.13-slim is not on this engine: building stand-ins from Debian's packages, a few minutes",
    );
  });

  test("take no image's place in prod whose registry is only slow, which is said", async () => {
    const api = fakeApi({ "/distribution/python:3.13-slim/json": new NoAnswer(30_000) });
    const build = async () => expect.unreachable();
    const machine = fakeMachine();
    await ensureImages({ ...check(machine), api, build, isProduction: true });
    expect(machine.said).toEqual([
      "the registry of python:3.13-slim gave no answer within 30 s; nothing stands in for it in prod, it is pulled (for a stand-in: --stand-ins always)",
    ]);
    const built: unknown[] = [];
    const trying = { ...check(fakeMachine()), api, build: async () => void built.push(1) };
    await ensureImages(trying);
    expect(built).toEqual([1]);
  });

  test("are not looked for further where the engine stops answering", async () => {
    const api = fakeApi({ "/images/python:3.13-slim/json": new NoAnswer(50) });
    await expect(ensureImages({ ...check(fakeMachine()), api })).rejects.toThrow(
      /^no Docker engine answers at unix:\/\/\/docker\.sock \(the default\): it accepted the connection but gave no answer within 0\.05 s\. Restart it/,
    );
  });

  test("say nothing where nothing is missing", async () => {
    const machine = fakeMachine();
    await ensureImages({
      ...check(machine),
      api: fakeApi({ "/images/python:3.13-slim/json": OK }),
    });
    expect(machine.said).toEqual([]);
  });
});
