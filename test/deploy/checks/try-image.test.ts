import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import { adviseBy } from "../../../components/advice";
import { type Run, tryImage } from "../../../deploy/checks/try-image";
import { MESSAGES } from "../../../deploy/messages";
import { type EngineAnswer, fakeEngine } from "../../docker/fake-engine";

adviseBy(MESSAGES);

const IMAGE = "registry.example.com:5000/team/shop:v1";
const image = (User?: string): EngineAnswer => ({ body: { Config: { User } } });
const NONE: EngineAnswer = { status: 404, body: { message: "No such image" } };

/** Tries an image that the engine has, or comes to have once it was pulled. */
async function attempt(before: EngineAnswer, run: Run, after = before, pull?: EngineAnswer) {
  let isPulled = false;
  const { address, requests } = await fakeEngine({
    [`GET /images/${encodeURIComponent(IMAGE)}/json`]: () => (isPulled ? after : before),
    [`GET /images/${IMAGE}/json`]: () => (isPulled ? after : before),
    "POST /images/create": () => {
      isPulled = true;
      return pull ?? { body: Buffer.from('{"status":"Pull complete"}\r\n') };
    },
  });
  const args = {
    id: { project: "shop", stack: "prod" },
    imageName: "shop",
    context: ".",
    image: IMAGE,
  };
  const login = { server: "registry.example.com:5000/team", username: "me", password: "secret" };
  const tried = tryImage(address, args, run, login);
  return { tried, requests };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const REFUSED = `app.user: ${IMAGE} would run as root, which hardening.nonRoot refuses; nothing was changed. One of:
  end its Dockerfile with a line such as USER 10001:10001
  run it as a user who can do with it: pulumi config set --stack prod --path app.user 10001:10001
  let it run as root: pulumi config set --stack prod --path hardening.nonRoot false`;

describe("where root is refused", () => {
  test.each([undefined, "", "root", "root:staff", "0", "0:50"])(
    "the image's user %j is",
    async (user) => {
      const { tried } = await attempt(image(user), { nonRoot: true });
      await expect(tried).rejects.toMatchObject({ message: REFUSED, __pulumiRunError: true });
    },
  );

  test.each(["app", "10001", "10001:10001", "rooty"])(
    "the image's user %s is not",
    async (user) => {
      const { tried } = await attempt(image(user), { nonRoot: true });
      await expect(tried).resolves.toEqual([]);
    },
  );

  test.each([
    ["1000:0", "root", true],
    ["0:0", "app", false],
  ])("%s goes before the image's %s", async (user, ofTheImage, isFine) => {
    const { tried } = await attempt(image(ofTheImage), { nonRoot: true, user });
    const refused = expect(tried);
    await (isFine ? refused.resolves.toEqual([]) : refused.rejects.toThrow("would run as root"));
  });

  test("an image that a preview does not have is left to the up", async () => {
    vi.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
    const { tried, requests } = await attempt(NONE, { nonRoot: true });
    await tried;
    expect(requests.map(({ line }) => line.split(" ")[0])).not.toContain("POST");
  });
});

test("root is fine where nobody refuses it", async () => {
  const { tried } = await attempt(image("root"), { nonRoot: false });
  await expect(tried).resolves.toEqual([]);
});

test("an image that the engine does not have is pulled, and then judged", async () => {
  const { tried, requests } = await attempt(NONE, { nonRoot: true }, image("root"));
  await expect(tried).rejects.toThrow("would run as root");
  const pull = requests.find(({ line }) => line.startsWith("POST"))?.line ?? "";
  expect(decodeURIComponent(pull)).toBe(
    "POST /images/create?fromImage=registry.example.com:5000/team/shop&tag=v1",
  );
});

test.each([
  ["refuses", { status: 500, body: { message: "unauthorized" } }],
  [
    "breaks off",
    { body: Buffer.from('{"errorDetail":{"message":"unauthorized"},"error":"unauthorized"}\r\n') },
  ],
])("a pull that the registry %s is told before anything is changed", async (_, answer) => {
  vi.stubEnv("DOCKER_CONFIG", "/nowhere");
  const { tried } = await attempt(NONE, {}, NONE, answer);
  await expect(tried).rejects.toThrow(
    /^app\.image: registry\.example\.com:5000\/team\/shop:v1 cannot be pulled; nothing was changed: .*unauthorized/,
  );
});

describe("a line for the shell", () => {
  const command = ["sh", "-c", "probe.py --port 8000"];
  const startedBy = (Entrypoint: unknown): EngineAnswer => ({ body: { Config: { Entrypoint } } });

  test.each([[["python3"]], [["/usr/local/bin/python3.13", "-u"]], ["gunicorn"]])(
    "is refused where the ENTRYPOINT is %j",
    async (entrypoint) => {
      const { tried } = await attempt(startedBy(entrypoint), { command });
      const words = [entrypoint].flat().join(" ");
      await expect(tried).rejects.toMatchObject({
        message: [
          `app.command: given a line, which is run by sh -c, and the ENTRYPOINT of ${IMAGE} is ${words}: that would be given "sh", "-c" and the line as arguments; nothing was changed.`,
          `  give it a list of the words that come after ${words}: pulumi config rm --stack prod --path app.command && pulumi config set --stack prod --path 'app.command[0]' probe.py && pulumi config set --stack prod --path 'app.command[1]' -- --port && pulumi config set --stack prod --path 'app.command[2]' 8000`,
        ].join("\n"),
        __pulumiRunError: true,
      });
    },
  );

  test("that is more than words is for an editor", async () => {
    const line = ["sh", "-c", 'serve "$PORT" && echo done'];
    const { tried } = await attempt(startedBy(["python3"]), { command: line });
    await expect(tried).rejects.toThrow("app.command: [WORD, WORD, ...] in Pulumi.prod.yaml");
  });

  test.each([
    ["a script that runs what it is given", ["docker-entrypoint.sh"], command],
    ["an init", ["tini", "--"], command],
    ["nothing", null, command],
    ["Python, and the command a list", ["python3"], ["probe.py"]],
    ["Python, and the command the image's", ["python3"], undefined],
  ])("is fine with %s", async (_, entrypoint, words) => {
    const { tried } = await attempt(startedBy(entrypoint), { command: words });
    await expect(tried).resolves.toEqual([]);
  });
});
