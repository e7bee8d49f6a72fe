import { describe, expect, it } from "vitest";

import { DockerProvider } from "../../../../engine/providers/docker";
import { type PropertyMap, UNKNOWN } from "../../../../engine/providers/provider";

const provider = new DockerProvider();
const type = "docker:index/container:Container";
const action = {
  urn: `urn:pulumi:test::it::${type}::web`,
  type,
  name: "web",
  log: () => {},
  signal: new AbortController().signal,
};

async function checked(news: PropertyMap): Promise<PropertyMap> {
  const request = { ...action, olds: undefined, news, randomSeed: Buffer.from("seed") };
  return (await provider.check(request)).inputs as PropertyMap;
}

// No Docker host is configured: a preview must not need one.
describe("the preview of a container", () => {
  it("knows what the program says and what is fixed, and leaves open what Docker decides", async () => {
    const inputs = await checked({ image: UNKNOWN, envs: ["A=1"], ports: [{ internal: 80 }] });
    const { id, outputs } = await provider.create({ ...action, inputs, preview: true });
    expect(id).toBe("");
    expect(outputs).toMatchObject({
      id: UNKNOWN,
      image: UNKNOWN,
      envs: ["A=1"],
      restart: "no",
      hostname: UNKNOWN,
      networkDatas: UNKNOWN,
      ports: [{ internal: 80, external: UNKNOWN, ip: "0.0.0.0", protocol: "tcp" }],
    });
  });

  it("keeps what an update leaves alone", async () => {
    const oldOutputs = {
      image: "a",
      hostname: "h",
      restart: "no",
      networkDatas: [{ ipAddress: "1" }],
    };
    const inputs = await checked({ image: "a", restart: "always", destroyGraceSeconds: UNKNOWN });
    const request = { ...action, id: "1", oldInputs: {}, oldOutputs, ignoreChanges: [] };
    const { outputs } = await provider.update({ ...request, inputs, preview: true });
    expect(outputs).toMatchObject({
      ...oldOutputs,
      restart: "always",
      destroyGraceSeconds: UNKNOWN,
    });
  });

  it("replaces a container only once the old one is gone", async () => {
    const inputs = await checked({ image: "a" });
    const request = { ...action, id: "1", oldInputs: {}, news: inputs, ignoreChanges: [] };
    const result = await provider.diff({
      ...request,
      oldOutputs: { ...inputs, image: "b" },
    });
    expect(result).toMatchObject({ replaces: ["image"], deleteBeforeReplace: true });
    expect(result.stables).toContain("name");
  });
});

it("leaves alone what is to be ignored, though Docker has added to it", async () => {
  const network = { ...action, type: "docker:index/network:Network" };
  const news = { name: "net", options: { encrypted: "" } };
  const oldOutputs = { ...news, ipamDriver: "default", options: { encrypted: "", vxlanid: "1" } };
  const request = { ...network, id: "1", oldInputs: news, oldOutputs, news };
  expect(await provider.diff({ ...request, ignoreChanges: [] })).toMatchObject({
    replaces: ["options"],
  });
  expect((await provider.diff({ ...request, ignoreChanges: ["options"] })).changes).toBe(false);
});

it("names what it does not manage", async () => {
  const other = { ...action, type: "docker:index/plugin:Plugin" };
  const check = provider.check({
    ...other,
    olds: undefined,
    news: {},
    randomSeed: Buffer.alloc(0),
  });
  await expect(check).rejects.toThrow(
    "the embedded engine does not support the resource type docker:index/plugin:Plugin",
  );
});
