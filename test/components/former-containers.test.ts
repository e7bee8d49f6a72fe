import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import {
  type FormerContainersArgs,
  formerContainers,
} from "../../components/platforms/docker/former-containers";
import { TakeOver, type TakeOverArgs } from "../../components/platforms/docker/take-over";
import { fakeEngine, type Routes } from "../docker/fake-engine";
import { record } from "../support/mocks";

const wayBack = "./pulumiw import undo --stack prod";
const soon = (name: string) => ({ name, graceSeconds: 10 });
const KEY = "pulumi-nodejs:TakeOver take-over-data";

interface Former {
  running?: boolean;
  policy?: string;
  /** It cannot be stopped. */
  isStuck?: boolean;
}

/** What an engine with these containers is told to change, and how it ended. */
async function takeOver(
  formers: Record<string, Former>,
  changes: Partial<TakeOverArgs>,
  { code = 0, users = 0, olds }: { code?: number; users?: number; olds?: object } = {},
) {
  const done: string[] = [];
  const own: Routes = Object.fromEntries(
    Object.entries(formers).flatMap(([name, { running = true, policy = "always", isStuck }]) => [
      [
        `GET /containers/${name}/json`,
        () => ({
          body: {
            State: { Running: running },
            HostConfig: { RestartPolicy: { Name: policy, MaximumRetryCount: 0 } },
          },
        }),
      ],
      [
        `POST /containers/${name}/update`,
        ({ body }) => {
          done.push(`${name} restarts ${JSON.parse(body.toString()).RestartPolicy.Name}`);
          return { body: {} };
        },
      ],
      [
        `POST /containers/${name}/`,
        ({ line }) => {
          const told = line.replace(/.*\/(\w+)(\?t=)?(\d*)$/, `$1 ${name} $3`).trim();
          done.push(told);
          if (!isStuck) return { status: 204 };
          return told.startsWith("stop")
            ? {
                status: 500,
                body: { message: "tried to kill container, but did not receive an exit event" },
              }
            : { status: 304 };
        },
      ],
    ]),
  );
  const { address } = await fakeEngine({
    ...own,
    "GET /containers/json": () => ({ body: Array.from({ length: users }, () => ({ Id: "x" })) }),
    "POST /containers/create": ({ body }) => {
      const { Image: image, User: user, HostConfig, Env: env } = JSON.parse(body.toString());
      done.push(`${image} as ${user} with ${HostConfig.Binds} ${env}`);
      return { status: 201, body: { Id: "step" } };
    },
    "POST /containers/step/start": () => ({ status: 204 }),
    "POST /containers/step/wait": () => ({ body: { StatusCode: code } }),
    "GET /containers/step/logs": () => ({ body: Buffer.alloc(0) }),
    "DELETE /containers/step": () => ({ status: 204 }),
  });
  const args = { host: address, waves: [], wayBack, ...changes };
  const provider = (await record(() => new TakeOver("take-over-data", args))).dynamicProvider(KEY);
  const said = vi.spyOn(console, "log").mockReturnValue();
  const before = { ...args, ...olds };
  const run = olds ? provider.update("id", before, args) : provider.create(args);
  const error = await run.then(
    () => undefined,
    ({ message }: Error) => message,
  );
  const lines = said.mock.calls.map(([line]) => line);
  said.mockRestore();
  return { done, lines, error, diff: await provider.diff("id", before, args) };
}

const PREPARE = {
  ...{ volume: "shop_db", image: "redis:8", folder: "/data", user: 999 },
  ...{ script: "true", env: { DATABASE: "shop" } },
};

test("those that work with a server stop before it, and its data is made ready once nobody has it", async () => {
  const waves = [[soon("web")], [{ name: "db", graceSeconds: 60 }]];
  const found = await takeOver({ web: {}, db: { policy: "no" } }, { waves, prepare: [PREPARE] });
  expect(found).toMatchObject({
    done: [
      "web restarts no",
      "stop web 10",
      "stop db 60",
      "redis:8 as 999 with shop_db:/data DATABASE=shop",
    ],
    error: undefined,
    lines: [`stopped, and left as they are: web, db; to go back to them: ${wayBack}`],
  });
});

test("where the data cannot be made ready, all that ran runs again as it did, the server first", async () => {
  const waves = [[soon("web")], [soon("db")]];
  const found = await takeOver({ web: {}, db: {} }, { waves, prepare: [PREPARE] }, { code: 1 });
  expect(found.error).toMatch(/^the volume shop_db could not be made ready for this stack; /);
  expect(found.done.slice(5)).toEqual([
    "start db",
    "db restarts always",
    "start web",
    "web restarts always",
  ]);
  expect(found.lines).toEqual([]);
});

test("where one cannot be stopped, that is said, and those before it run again", async () => {
  const waves = [[soon("web")], [soon("db")]];
  const found = await takeOver({ web: {}, db: { isStuck: true } }, { waves });
  expect(found.error).toContain("did not receive an exit event");
  expect(found.done.slice(-4)).toEqual([
    "start db",
    "db restarts always",
    "start web",
    "web restarts always",
  ]);
});

test("one that is stopped already is left alone, and data that the stack has is ready", async () => {
  const found = await takeOver(
    { db: { running: false, policy: "no" } },
    { waves: [[soon("db")]], prepare: [PREPARE] },
    { users: 1 },
  );
  expect(found).toMatchObject({ done: [], lines: [], error: undefined });
});

test("a later up stops those alone that are new, and makes no data ready twice", async () => {
  const olds = { waves: [[soon("db")]], prepare: [PREPARE] };
  const waves = [[soon("db"), soon("web")]];
  const more = await takeOver({ web: {}, db: {} }, { waves, prepare: [PREPARE] }, { olds });
  expect(more).toMatchObject({
    done: ["web restarts no", "stop web 10"],
    diff: { changes: true },
  });
  const newer = { ...olds, prepare: [{ ...PREPARE, image: "redis:8.2" }] };
  const same = await takeOver({ db: {} }, newer, { olds });
  expect(same).toMatchObject({ done: [], diff: { changes: false } });
});

test("a destroy removes none of them, and names them", async () => {
  const args = { host: "unix:///none", waves: [[soon("web")]], wayBack };
  const provider = (await record(() => new TakeOver("take-over-data", args))).dynamicProvider(KEY);
  const said = vi.spyOn(console, "log").mockReturnValue();
  await provider.delete("id", args);
  expect(said.mock.calls).toEqual([
    ["Stopped when this stack took their place, and still there: web"],
  ]);
  said.mockRestore();
});

class Part extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("berth:docker:Part", name, {}, opts);
    new docker.Volume(`${name}-volume`, {}, { parent: this });
    new docker.Container(name, { image: "image" }, { parent: this });
  }
}

const ARGS: FormerContainersArgs = {
  ...{ host: "unix:///none", wayBack, prepare: [] },
  waves: { data: [[soon("db")]], app: [[soon("web")]], rest: [[soon("mail")]] },
};

const stages = (args: FormerContainersArgs | undefined) =>
  record(() => {
    const former = formerContainers(args, []);
    const database = new Part("database", former.before("data", {}));
    const app = new Part("app", former.before("app", {}));
    former.end([database, app]);
  });

test("what runs waits for the stages before it, what only is there does not, and the rest waits for all", async () => {
  const recording = await stages(ARGS);
  const needs = (key: string) => recording.get(key).dependencies.filter((it) => /take/i.test(it));
  const [data, app] = ["data", "app"].map((stage) => `pulumi-nodejs:TakeOver take-over-${stage}`);
  expect(needs("docker:Container database")).toEqual([data]);
  expect(needs("docker:Container app")).toEqual([app, data]);
  expect(needs("docker:Volume app-volume")).toEqual([]);
  expect(needs("pulumi-nodejs:TakeOver take-over-app")).toEqual([data]);
  expect(recording.get("pulumi-nodejs:TakeOver take-over-rest").dependencies).toEqual(
    expect.arrayContaining(["docker:Container app", "docker:Container database"]),
  );
});

test("without any, nothing is added", async () => {
  expect((await stages(undefined)).tree().join("\n")).not.toContain("TakeOver");
  const none = { ...ARGS, waves: { data: [], app: [], rest: [] } };
  expect((await stages(none)).tree().join("\n")).not.toContain("TakeOver");
});
