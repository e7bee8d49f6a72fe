import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AppImage, type AppImageArgs, planBuild } from "../../components";
import { IMAGES_OF_NODES } from "../../components/platforms";
import { record, secret, settled } from "../support/mocks";
import { workInFolderWith } from "../support/working-folder";

const DOCKERFILE = "FROM python AS base\nFROM base AS dev\nFROM base AS prod\nCMD true\n";
const LABEL = 'LABEL berth.project="widgets" berth.stack="dev" berth.role="app"';
const basics = { id: { project: "widgets", stack: "dev" }, imageName: "shop", context: "./app" };

workInFolderWith({ "app/Dockerfile": DOCKERFILE, "app/app.py": "print('hello')\n" });

const deploy = (args: Partial<AppImageArgs> = {}) =>
  record(() => new AppImage("image", { ...basics, ...args }));
const inputsOf = async (args: Partial<AppImageArgs>) =>
  (await deploy(args)).get("docker:Image image").inputs;

/** The staged Dockerfile. */
const builtFrom = (args: Partial<AppImageArgs>) =>
  readFileSync(planBuild({ ...basics, ...args }).staged.dockerfile, "utf8");

const tagOf = (args: Partial<AppImageArgs> = {}) =>
  planBuild({ ...basics, ...args })
    .imageName.split(":")
    .at(-1);

test("the image, with nothing but the defaults", async () => {
  const recording = await deploy();
  expect(recording.tree()).toEqual([
    "berth:docker:AppImage image",
    "  docker:index/image:Image image",
  ]);
  expect(recording.get("docker:Image image").inputs).toEqual({
    imageName: expect.stringMatching(/^widgets-dev\/shop:[0-9a-f]{16}$/),
    skipPush: true,
    buildOnPreview: false,
    build: {
      context: "./.berth/widgets-dev-shop",
      dockerfile: ".berth/widgets-dev-shop/Dockerfile",
      args: {},
    },
  });
});

test.each([false, true])(
  "what runs is what was built, not its name; on a Swarm: %s",
  async (onSwarm) => {
    const { reference, imageName } = (
      await deploy({ runBy: onSwarm ? IMAGES_OF_NODES : undefined })
    ).value;
    expect(await settled(reference)).toBe(`${await settled(imageName)}@sha256:0`);
  },
);

test("the image with everything", async () => {
  const inputs = await inputsOf({
    target: "prod",
    buildArgs: { PYTHON_IMAGE: "python:3.13" },
    platform: "linux/amd64",
    cacheFrom: ["registry.example.com/shop:latest"],
    network: "host",
  });
  expect(inputs.build).toMatchObject({
    target: "prod",
    args: { PYTHON_IMAGE: "python:3.13" },
    platform: "linux/amd64",
    cacheFrom: { images: ["registry.example.com/shop:latest"] },
    network: "host",
  });
});

test("containers are given the digest, not the tag", async () => {
  const recording = await deploy();
  const { imageName } = recording.get("docker:Image image").inputs;
  const outputs = { reference: `${imageName}@sha256:0`, imageName };
  expect(await settled(recording.value.reference)).toBe(outputs.reference);
  expect(recording.get("berth:AppImage image").outputs).toEqual(outputs);
});

describe("a registry", () => {
  const registry = { server: "registry.example.com:5000/team", push: true };

  test("names the image, and is asked with a secret password", async () => {
    const inputs = await inputsOf({
      registry: { ...registry, username: "me", password: "s3cret" },
    });
    expect(inputs).toMatchObject({
      imageName: expect.stringMatching(/^registry\.example\.com:5000\/team\/shop:[0-9a-f]{16}$/),
      skipPush: false,
      registry: {
        server: "registry.example.com:5000",
        username: "me",
        password: secret("s3cret"),
      },
    });
  });

  test("is not pushed to where that is not wanted, and may do without a login", async () => {
    expect(await inputsOf({ registry: { ...registry, push: false } })).toMatchObject({
      imageName: expect.stringMatching(/^registry\.example\.com:5000\/team\/shop:/),
      skipPush: true,
      registry: { server: "registry.example.com:5000" },
    });
  });
});

describe("the stage that is built, and labelled", () => {
  test.each<[string, Partial<AppImageArgs>, string | undefined, string]>([
    ["the target", { target: "dev" }, "dev", `AS dev\n${LABEL}\nFROM base AS prod`],
    ["the default target", { defaultTargets: ["dev"] }, "dev", `AS dev\n${LABEL}\nFROM`],
    [
      "the target before the default",
      { target: "prod", defaultTargets: ["dev"] },
      "prod",
      `\n${LABEL}\n`,
    ],
    [
      "the next, without the default",
      { defaultTargets: ["web", "dev"] },
      "dev",
      `AS dev\n${LABEL}\nFROM`,
    ],
    [
      "the last, without the default",
      { defaultTargets: ["web"] },
      undefined,
      `CMD true\n${LABEL}\n`,
    ],
    ["the last, where nothing is said", {}, undefined, `CMD true\n${LABEL}\n`],
  ])("is %s", async (_, args, target, text) => {
    expect(planBuild({ ...basics, ...args }).target).toBe(target);
    expect(builtFrom({ tag: "v1", ...args })).toContain(text);
    expect(builtFrom(args).split("LABEL")).toHaveLength(2);
  });

  test("the default target is found whatever its case, and named as the Dockerfile does", () => {
    writeFileSync("app/Dockerfile", "FROM a AS Dev\nFROM b\n");
    expect(planBuild({ ...basics, defaultTargets: ["dev"] }).target).toBe("Dev");
  });

  test("the app's own Dockerfile is left as it is", () => {
    planBuild({ ...basics });
    expect(readFileSync("app/Dockerfile", "utf8")).toBe(DOCKERFILE);
  });
});

describe("the tag", () => {
  test("stays the same for the same content", () => {
    expect(tagOf()).toBe(tagOf());
  });

  test.each<[string, Partial<AppImageArgs>]>([
    ["target", { target: "dev" }],
    ["build argument", { buildArgs: { A: "1" } }],
    ["platform", { platform: "linux/arm64" }],
    ["network", { network: "host" }],
  ])("changes with the %s", (_, args) => {
    expect(tagOf(args)).not.toBe(tagOf());
  });

  test("changes with the source and the Dockerfile", () => {
    const tags = [tagOf()];
    writeFileSync("app/app.py", "print('bye')\n");
    tags.push(tagOf());
    writeFileSync("app/Dockerfile", `${DOCKERFILE}EXPOSE 80\n`);
    tags.push(tagOf());
    expect(new Set(tags).size).toBe(3);
  });

  test("does not change with caches or a registry", () => {
    const registry = { server: "registry.example.com", push: true };
    expect(tagOf({ cacheFrom: ["shop:latest"], registry })).toBe(tagOf());
  });
});

test("a tag of one's own, which does not stand for the content", async () => {
  const registry = { server: "registry.example.com/team", push: true };
  const { imageName, skipPush } = await inputsOf({ tag: "v1", registry });
  expect(imageName).toBe("registry.example.com/team/shop:v1");
  expect(skipPush).toBe(false);
  expect(planBuild({ ...basics, tag: "v1" }).namedByContent).toBe(false);
  expect(builtFrom({ tag: "v1" })).not.toContain("berth.content");
  const { namedByContent, imageName: named } = planBuild({ ...basics });
  expect(namedByContent).toBe(true);
  expect(builtFrom({})).toContain(` berth.content="${named.split(":")[1]}"\n`);
});

test("an image from a registry, which stays on the engine when the stack goes", async () => {
  const image = "registry.example.com/team/shop:v1";
  const recording = await deploy({ image, context: "./nowhere" });
  expect(recording.tree()).toEqual([
    "berth:docker:AppImage image",
    "  docker:index/remoteImage:RemoteImage image",
  ]);
  expect(recording.get("docker:RemoteImage image").inputs).toEqual({
    name: image,
    keepLocally: true,
  });
  expect(await settled(recording.value.reference)).toBe(`id of ${image}`);
  expect(await settled(recording.value.imageName)).toBe(image);
});

test("a build is planned once for the same arguments, whatever becomes of the files meanwhile", async () => {
  const args = { ...basics };
  const { imageName } = planBuild(args);
  writeFileSync("app/app.py", "print('bye')\n");
  const recording = await record(() => new AppImage("image", args));
  expect(recording.get("docker:Image image").inputs).toMatchObject({ imageName });
  expect(planBuild({ ...args }).imageName).not.toBe(imageName);
});

test("an image of what the docker provider cannot look at is one that was built ahead", async () => {
  symlinkSync("nowhere", "app/link");
  const plan = planBuild({ ...basics });
  const { build } = await inputsOf({
    target: "prod",
    buildArgs: { A: "1" },
    platform: "linux/amd64",
  });
  const folder = ".berth/widgets-dev-shop";
  expect(build).toEqual({
    context: `./${folder}`,
    dockerfile: `${folder}/Dockerfile`,
    platform: "linux/amd64",
  });
  const text = (args: Partial<AppImageArgs> = {}) => builtFrom(args).split("\n");
  expect(text()[1]).toBe(`FROM ${plan.imageName}`);
  // The provider builds anew where the text is another: it says what the image is made of.
  const before = text({ tag: "v1" })[0];
  writeFileSync("app/app.py", "print('bye')\n");
  expect(text({ tag: "v1" })[0]).not.toBe(before);
  expect(text({ tag: "v1" })[1]).toBe("FROM widgets-dev/shop:v1");
});
