import { expect, test } from "vitest";
import { type AppImageArgs, planBuild } from "../../../components";
import { tryBuild } from "../../../deploy/checks/try-build";
import { filesIn } from "../../components/tar";
import { fakeEngine } from "../../docker/fake-engine";
import { workInFolderWith } from "../../support/working-folder";

workInFolderWith({
  "app/Dockerfile": "FROM python AS prod\n",
  "app/deploy/Dockerfile": "FROM python\n",
  "app/app.py": "print('hello')\n",
});

async function build(
  args: Partial<AppImageArgs>,
  answer: object[] = [],
  known = false,
  status = 200,
) {
  const id = { project: "widgets", stack: "dev" };
  const plan = planBuild({ id, imageName: "shop", context: "./app", ...args });
  const { address, requests } = await fakeEngine({
    [`GET /images/${plan.imageName}/json`]: () => ({ status: known ? 200 : 404, body: {} }),
    "POST /build": () => ({
      status,
      body: Buffer.from(answer.map((line) => `${JSON.stringify(line)}\r\n`).join("")),
    }),
  });
  const built = tryBuild(address, plan);
  const request = async () => {
    const post = requests.find(({ line }) => line.startsWith("POST /build"));
    return (
      post && { query: new URL(post.line.slice("POST ".length), "http://x").searchParams, ...post }
    );
  };
  return { plan, built, request };
}

test("an image that the engine has is not built", async () => {
  const { built, request } = await build({}, [], true);
  await built;
  expect(await request()).toBeUndefined();
});

test("under a tag that does not stand for the content it is built again", async () => {
  const { built, request } = await build({ tag: "v1" }, [], true);
  await built;
  expect((await request())?.query.get("t")).toBe("widgets-dev/shop:v1");
});

test("another one is built from the staged context, as the stack will build it", async () => {
  const { plan, built, request } = await build({
    target: "prod",
    buildArgs: { A: "1" },
    platform: "linux/amd64",
    network: "host",
    cacheFrom: ["shop:latest"],
  });
  await built;
  const { query, body } = (await request()) ?? {
    query: new URLSearchParams(),
    body: Buffer.alloc(0),
  };
  expect(Object.fromEntries(query)).toMatchObject({
    version: "2",
    session: expect.stringMatching(/^[0-9a-f-]{36}$/),
    t: plan.imageName,
    target: "prod",
    buildargs: '{"A":"1"}',
    platform: "linux/amd64",
    networkmode: "host",
    cachefrom: '["shop:latest"]',
  });
  const names = (await filesIn(body)).map(({ name }) => name);
  expect(names).toContain("app.py");
  expect(names).toContain(query.get("dockerfile"));
});

test.each(["Dockerfile", "deploy/Dockerfile"])(
  "the Dockerfile %s is named by its path",
  async (dockerfile) => {
    const { built, request } = await build({ dockerfile });
    await built;
    expect((await request())?.query.get("dockerfile")).toBe(dockerfile);
  },
);

test("a build that fails is an error with its last lines", async () => {
  const { plan, built } = await build({}, [
    { stream: "Step 1/2\nboom\n" },
    { error: "exit code: 1" },
  ]);
  await expect(built).rejects.toMatchObject({
    __pulumiRunError: true,
    message: `the build of ${plan.imageName} failed; nothing was changed\n  | Step 1/2\n  | boom\nexit code: 1`,
  });
});

test("a build that the engine does not even begin is one too", async () => {
  const message = "network nowhere not found";
  const { plan, built } = await build({ network: "nowhere" }, [{ message }], false, 404);
  await expect(built).rejects.toMatchObject({
    __pulumiRunError: true,
    message: `the build of ${plan.imageName} failed; nothing was changed\n${message}`,
  });
});

test.each([
  ["python:9.99", true],
  ["other:1", false],
])("a base that cannot be pulled is told with its setting: %s", async (missing, isTheSetting) => {
  const error = `${missing}: failed to resolve source metadata for docker.io/library/${missing}: not found`;
  const { built } = await build({ buildArgs: { PYTHON_IMAGE: "python:9.99" } }, [{ error }]);
  const message = await built.catch((error: Error) => error.message);
  expect(message).toContain(`failed; nothing was changed\n`);
  expect(String(message).includes("\nimages.python: the build is based on")).toBe(isTheSetting);
});
