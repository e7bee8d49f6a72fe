import { describe, expect, it } from "vitest";

import { CONTAINER } from "../../../../engine/providers/docker/container/fields";
import { check, nameIsFixed } from "../../../../engine/providers/docker/schema/check";
import { SERVICE_CONFIG } from "../../../../engine/providers/docker/swarm/service-config";
import { VOLUME } from "../../../../engine/providers/docker/volume/volume";
import type { PropertyMap } from "../../../../engine/providers/provider";

const seed = Buffer.from("seed");
const web = (news: PropertyMap, olds?: PropertyMap) =>
  check(CONTAINER, { name: "web", olds, news: { image: "nginx", ...news }, randomSeed: seed });

describe("the check of a container", () => {
  it.each([
    [{ memry: 5 }, "memry", "unknown property; did you mean memory?"],
    [{ networkDatas: [] }, "networkDatas", "is an output and cannot be set"],
    [{ memory: "much" }, "memory", "has to be a whole number"],
    [
      { restart: "sometimes" },
      "restart",
      'has to be one of no, on-failure, always, unless-stopped, not "sometimes"',
    ],
    [{ ports: [{ external: 80 }] }, "ports[0].internal", "is required"],
    [{ ports: 80 }, "ports", "has to be a list"],
    [
      { labels: [{ label: "a", value: "b", x: 1 }] },
      "labels[0].x",
      "unknown property; known are label, value",
    ],
    [
      { uploads: [{ file: "/x", content: "a", permissions: "400" }] },
      "uploads[0].permissions",
      'has to look like 0400, not "400"',
    ],
    [
      { healthcheck: { interval: "5" } },
      "healthcheck.interval",
      'has to be a duration like 1m30s or 500ms, not "5"',
    ],
    [
      { gpus: "all", deviceRequests: [{ count: 1 }] },
      "deviceRequests",
      "cannot be given together with gpus",
    ],
  ] as [PropertyMap, string, string][])("names what is wrong in %j", (news, property, reason) => {
    expect(web(news).failures).toEqual([{ property, reason }]);
  });

  it("takes texts that spell a number or a truth value", () => {
    const { inputs } = web({ memory: "64", init: "true" });
    expect(inputs).toMatchObject({ memory: 64, init: true });
  });

  it("tolerates what the official CLI keeps in its states", () => {
    expect(
      web({ __defaults: [], labels: [{ __defaults: [], label: "a", value: "b" }] }).failures,
    ).toEqual([]);
  });

  it("makes up a name, the same one for the same seed, and keeps it", () => {
    const { inputs } = web({});
    expect(inputs.name).toMatch(/^web-[0-9a-f]{7}$/);
    expect(web({}).inputs.name).toBe(inputs.name);
    const later = check(CONTAINER, {
      name: "web",
      olds: inputs as PropertyMap,
      news: { image: "nginx" },
      randomSeed: Buffer.from("other"),
    });
    expect(later.inputs.name).toBe(inputs.name);
  });

  it("does not keep a name that the program no longer gives", () => {
    const { inputs } = web({}, { name: "fixed", __defaults: [] });
    expect(inputs.name).toMatch(/^web-[0-9a-f]{7}$/);
  });

  it("lists the defaults as the official provider does, falsy ones aside", () => {
    expect(web({ name: "web" }).inputs.__defaults).toEqual([
      "containerReadRefreshTimeoutMilliseconds",
      "mustRun",
      "networkMode",
      "removeVolumes",
      "restart",
      "start",
      "waitTimeout",
    ]);
  });
});

it("says what the embedded engine lacks", () => {
  const { failures } = check(VOLUME, {
    name: "v",
    olds: undefined,
    news: { cluster: {} },
    randomSeed: seed,
  });
  expect(failures[0]?.reason).toMatch(/does not support cluster volumes .* official CLI/);
});

it("wants exactly one of two contents", () => {
  const config = (news: PropertyMap) =>
    check(SERVICE_CONFIG, { name: "c", olds: undefined, news, randomSeed: seed }).failures;
  const reason = "exactly one of data and dataRaw has to be given";
  expect(config({})).toEqual([{ property: "data", reason }]);
  expect(config({ data: "YQ==", dataRaw: "a" })).toEqual([{ property: "data", reason }]);
  expect(config({ dataRaw: "a" })).toEqual([]);
});

it("tells a fixed name from an automatic one", () => {
  expect(nameIsFixed(VOLUME, { name: "data", __defaults: [] })).toBe(true);
  expect(nameIsFixed(VOLUME, { name: "data-1234567", __defaults: ["name"] })).toBe(false);
});
