import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { SecretFiles } from "../../components";
import { labels } from "../../components/labels";
import { type EngineAnswer, fakeEngine } from "../docker/fake-engine";
import { record, secret, settled } from "../support/mocks";
import { filesIn } from "./tar";

const id = { project: "widgets", stack: "dev" };
const CONTENT = "pulumi-nodejs:SecretVolumeContent secrets-content";

const deploy = (host = "unix:///docker.sock") =>
  record(() => {
    const files = [
      { name: "api_key", content: "k3y" },
      { name: "token", content: pulumi.secret("t0ken"), uid: 999 },
    ];
    return new SecretFiles("secrets", { id, host, role: "app", image: "sha256:1", files });
  });

test("a volume of its own, named and labelled", async () => {
  const recording = await deploy();
  expect(recording.tree()).toEqual([
    "berth:docker:SecretFiles secrets",
    "  docker:index/volume:Volume secrets",
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
        { name: "api_key", content: secret("k3y") },
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

describe("the files in the volume", () => {
  const inputs = (address: string, ...names: string[]) => ({
    host: address,
    volume: "widgets-dev-app-secrets",
    image: "sha256:1",
    files: names.map((name) => ({ name, content: `content of ${name}`, uid: 0 })),
  });

  /** An engine with two images, which run as these users. */
  async function engine(...users: [before?: string, now?: string]) {
    const provider = (await deploy()).dynamicProvider(CONTENT);
    const images = users.map((User, index) => [
      `GET /images/sha256:${index + 1}/json`,
      () => ({ body: { Config: { User } } }),
    ]);
    const { address, requests } = await fakeEngine({
      ...Object.fromEntries(images),
      "POST /containers/create": () => ({ status: 201, body: { Id: "c1" } }),
      "GET /containers/c1/json": () => ({ body: { Config: { User: "" } } }),
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

  describe("another image with the same files", () => {
    test.each([
      ["of the same numeric user: nothing is written", ["10001:10001", "10001:10001"], 0],
      ["of root, both times: nothing is written", ["", ""], 0],
      ["of another user", ["10001", "10002"], 1],
      ["of a named user, whose number may be another now", ["app", "app"], 1],
    ] as const)("%s", async (_, users, writes) => {
      const { provider, address, written } = await engine(...users);
      const olds = inputs(address, "a");
      const news = { ...olds, image: "sha256:2" };
      expect(await provider.update("id", olds, news)).toEqual({ outs: news });
      expect(await written()).toHaveLength(writes);
    });

    test("whose former one is gone", async () => {
      const { provider, address, written } = await engine();
      const olds = { ...inputs(address, "a"), image: "sha256:0" };
      await provider.update("id", olds, inputs(address, "a"));
      expect(await written()).toHaveLength(1);
    });
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
