import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { SecretFiles, type SecretFilesArgs } from "../../components";
import { labels } from "../../components/labels";
import { type EngineAnswer, fakeEngine } from "../docker/fake-engine";
import { record, secret, settled } from "../support/mocks";
import { filesIn } from "./tar";

const id = { project: "widgets", stack: "dev" };
const CONTENT = "pulumi-nodejs:SecretVolumeContent secrets-content";

const FILES: SecretFilesArgs["files"] = [
  { name: "api_key", content: "k3y" },
  { name: "token", content: pulumi.secret("t0ken"), uid: 999 },
];

const deploy = (changes: Partial<SecretFilesArgs> = {}, run = { preview: false }) =>
  record(() => {
    const host = "unix:///docker.sock";
    const args = { id, host, role: "app", image: "sha256:1", files: FILES, ...changes };
    return new SecretFiles("secrets", args);
  }, run);

test("a volume of its own, named and labelled", async () => {
  const recording = await deploy();
  expect(recording.tree()).toEqual([
    "berth:docker:SecretFiles secrets",
    "  docker:index/volume:Volume secrets",
    "  pulumi-nodejs:dynamic/berth:ImageUser secrets-user",
    "  pulumi-nodejs:dynamic/berth:SecretVolumeContent secrets-content",
    "  random:index/randomId:RandomId secrets-version",
  ]);
  expect(recording.get("docker:Volume secrets")).toMatchObject({
    inputs: { name: "widgets-dev-app-secrets", labels: labels(id, "app-secrets") },
    options: { deleteBeforeReplace: true },
  });
});

test("contents are secrets, also those that came in the open", async () => {
  const recording = await deploy();
  expect(recording.get(CONTENT)).toMatchObject({
    inputs: {
      host: "unix:///docker.sock",
      volume: "widgets-dev-app-secrets",
      image: "sha256:1",
      files: [
        { name: "api_key", content: secret("k3y"), uid: 10001 },
        { name: "token", content: secret("t0ken"), uid: 999 },
      ],
    },
    options: { additionalSecretOutputs: ["files"] },
  });
  expect(recording.publicInputs()).not.toMatch(/k3y|t0ken/);
});

test("what the container is given: the mount, and a label that changes with the contents", async () => {
  const recording = await deploy();
  const { value } = recording;
  expect(await settled(value.volume)).toEqual({
    volumeName: "widgets-dev-app-secrets",
    containerPath: "/run/secrets",
    readOnly: true,
  });
  expect(await settled(value.label)).toEqual({ label: "berth.secrets", value: "version 1" });
  const { inputs } = recording.get("random:RandomId secrets-version");
  const contents =
    '[{"name":"api_key","content":"k3y"},{"name":"token","content":"t0ken","uid":999}]';
  expect(inputs.keepers).toEqual({ files: secret(contents) });
});

describe("a volume for each version", () => {
  test("has it in its name, and is there beside the one before", async () => {
    const recording = await deploy({ perVersion: true });
    expect(recording.get("docker:Volume secrets")).toMatchObject({
      inputs: { name: "widgets-dev-app-secrets-version-1", labels: labels(id, "app-secrets") },
      options: { deleteBeforeReplace: false },
    });
    expect(recording.get(CONTENT).inputs.volume).toBe("widgets-dev-app-secrets-version-1");
  });

  test.each([
    [false, {}],
    [true, { ignoreChanges: ["keepers.user"] }],
  ])(
    "is another one with another user of the image; in a preview: %s",
    async (preview, options) => {
      const recording = await deploy({ perVersion: true }, { preview });
      const version = recording.get("random:RandomId secrets-version");
      expect(version.inputs.keepers).toMatchObject({ user: "10001" });
      expect(version.options).toEqual(options);
    },
  );

  test("asks for no user where each file has its owner", async () => {
    const files = [{ name: "token", content: "t0ken", uid: 999 }];
    const recording = await deploy({ perVersion: true, files });
    expect(recording.tree().join()).not.toContain("ImageUser");
    const { keepers } = recording.get("random:RandomId secrets-version").inputs;
    expect(Object.keys(keepers as object)).toEqual(["files"]);
  });
});

describe("the files in the volume", () => {
  const inputs = (address: string, ...names: string[]) => ({
    host: address,
    volume: "widgets-dev-app-secrets",
    image: "sha256:1",
    files: names.map((name) => ({ name, content: `content of ${name}`, uid: 0 })),
  });

  async function engine() {
    const provider = (await deploy()).dynamicProvider(CONTENT);
    const { address, requests } = await fakeEngine({
      "POST /containers/create": () => ({ status: 201, body: { Id: "c1" } }),
      "PUT /containers/c1/archive": () => ({}),
      "DELETE /containers/c1": () => ({ status: 204 }),
    });
    const written = () => {
      const puts = requests.filter(({ line }) => line.startsWith("PUT"));
      return Promise.all(puts.map(({ body }) => filesIn(body)));
    };
    return { provider, address, written };
  }

  test("are written at creation", async () => {
    const { provider, address, written } = await engine();
    const news = inputs(address, "a");
    expect(await provider.create(news)).toEqual({ id: "widgets-dev-app-secrets", outs: news });
    expect(await written()).toMatchObject([[{ name: "a", content: "content of a", uid: 0 }]]);
  });

  test("are emptied when they are no longer wanted", async () => {
    const { provider, address, written } = await engine();
    await provider.update("id", inputs(address, "a", "b"), inputs(address, "b", "c"));
    expect(await written()).toMatchObject([
      [
        { name: "b", content: "content of b" },
        { name: "c", content: "content of c" },
        { name: "a", content: "" },
      ],
    ]);
  });

  test("are not there at all in another volume", async () => {
    const { provider, address, written } = await engine();
    const volume = "widgets-dev-app-secrets-2";
    await provider.update("id", inputs(address, "a", "b"), { ...inputs(address, "b"), volume });
    expect(await written()).toMatchObject([[{ name: "b" }]]);
  });

  test.each([
    ["another image", { image: "sha256:2" }, false],
    ["another volume", { volume: "widgets-dev-app-secrets-2" }, true],
    ["another content", { files: [{ name: "a", content: "other", uid: 0 }] }, true],
  ])("are to be written anew for %s", async (_, changed, changes) => {
    const { provider, address } = await engine();
    const olds = inputs(address, "a");
    expect(await provider.diff("id", olds, { ...olds, ...changed })).toEqual({ changes });
  });
});

describe("a look at the volume", () => {
  async function look(answer: EngineAnswer) {
    const provider = (await deploy()).dynamicProvider(CONTENT);
    const { address, requests } = await fakeEngine({ "GET /volumes/v1": () => answer });
    const state = { host: address, volume: "v1", image: "sha256:1", files: [] };
    return { seen: provider.read("v1", state), state, requests };
  }

  test("that is there: nothing changes", async () => {
    const { seen, state, requests } = await look({ body: { Name: "v1", Labels: {} } });
    expect(await seen).toEqual({ id: "v1", props: state });
    expect(requests.map(({ line }) => line)).toEqual(["GET /volumes/v1"]);
  });

  test("that somebody removed: its content is gone too", async () => {
    const { seen } = await look({ status: 404, body: { message: "no such volume" } });
    expect(await seen).toEqual({});
  });

  test("that the engine cannot answer for is an error", async () => {
    const { seen } = await look({ status: 500, body: { message: "the driver is broken" } });
    await expect(seen).rejects.toThrow("the driver is broken");
  });

  test("of which nothing is known finds nothing", async () => {
    const provider = (await deploy()).dynamicProvider(CONTENT);
    expect(await provider.read("v1", undefined)).toEqual({});
  });
});
