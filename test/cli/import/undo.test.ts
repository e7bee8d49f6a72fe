import { expect, test } from "vitest";
import { fakeEngine, frames, type Routes } from "../../docker/fake-engine";
import { commandLine, container } from "../commands/answers";

const shell = commandLine();

const DATA = [{ Type: "volume", Name: "shop_data", Destination: "/var/lib/postgresql" }];
const OWN = [
  container("app"),
  container("db", {
    Mounts: DATA as never,
    Config: { Labels: { "berth.database": "postgres" } } as never,
  }),
].map((one) => {
  const role = one.Name.replace("/widgets-prod-", "");
  const labels = { "berth.project": "widgets", "berth.stack": "prod", "berth.role": role };
  return { ...one, Config: { ...one.Config, Labels: { ...labels, ...one.Config.Labels } } };
});
const FORMER = [
  container("web", { Id: "old-web", Name: "/shop-web-1" }),
  container("db", {
    ...{ Id: "old-db", Name: "/shop-db-1", Mounts: DATA as never },
    Config: { Env: ["POSTGRES_USER=ann", "POSTGRES_PASSWORD=it's"] } as never,
  }),
].map((one) => ({ ...one, State: { ...one.State, Running: false } }));

/** Goes back, on an engine that has these former containers; all that it changed, in order. */
async function undo({ formers = FORMER, code = 0, flags = "--yes" } = {}) {
  const done: string[] = [];
  const byName = Object.fromEntries(
    formers.map((one) => [`GET /containers${one.Name}/json`, () => ({ body: one })]),
  );
  const byId = Object.fromEntries(
    OWN.map((one) => [`GET /containers/${one.Id}/json`, () => ({ body: one })]),
  );
  const change: Routes[string] = ({ line, body }) => {
    const [, id, what] = /containers\/([\w-]+)\/(\w+)/.exec(line) ?? [];
    const policy = what === "update" ? JSON.parse(body.toString()).RestartPolicy.Name : undefined;
    done.push([what, id, policy].filter(Boolean).join(" "));
    return { status: what === "update" ? 200 : 204, body: {} };
  };
  const { address } = await fakeEngine({
    ...byName,
    ...byId,
    "GET /containers/json": () => ({ body: OWN.map(({ Id }) => ({ Id })) }),
    "POST /containers/id-of-db/exec": ({ body }) => {
      done.push(JSON.parse(body.toString()).Env.join());
      return { status: 201, body: { Id: "exec" } };
    },
    "POST /exec/exec/start": () => ({ body: frames(code === 0 ? "" : "no such role") }),
    "GET /exec/exec/json": () => ({ body: { ExitCode: code } }),
    "POST /containers/": change,
  });
  const error = await shell.run(`import undo ${flags}`.trim(), { DOCKER_HOST: address }).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  return { done, error };
}

const adopt = ["shop-web-1", "shop-db-1"];

test("the app stops, the users have their passwords, the server stops, and the former one starts first", async () => {
  shell.settings({ mode: "prod", adopt });
  expect(await undo()).toEqual({
    done: [
      "update id-of-app no",
      "stop id-of-app",
      `WORDS=ALTER ROLE "ann" PASSWORD 'it''s';`,
      "update id-of-db no",
      "stop id-of-db",
      "start old-db",
      "start old-web",
    ],
    error: undefined,
  });
  expect(shell.printed).toBe(
    "stopped widgets-prod-app\nstopped widgets-prod-db\nstarted shop-db-1\nstarted shop-web-1\n",
  );
});

test("a server that does not take the passwords runs on, and nobody else starts", async () => {
  shell.settings({ mode: "prod", adopt });
  const { done, error } = await undo({ code: 1 });
  expect(error).toBe(
    "widgets-prod-db did not take the former passwords: no such role; it runs on, and nothing else was started; to begin again: ./pulumiw import undo --stack prod",
  );
  expect(done.slice(2)).toEqual([`WORDS=ALTER ROLE "ann" PASSWORD 'it''s';`]);
});

test.each([
  [
    "without a yes",
    { adopt },
    { flags: "" },
    "Stop the stack prod, and start shop-web-1, shop-db-1 again? Nobody can be asked here: say so with --yes",
  ],
  [
    "where a former container is gone",
    { adopt },
    { formers: FORMER.slice(1) },
    "import undo: the container shop-web-1 is gone, so that there is no way back to it; nothing was changed; to go back without it, take it out of adopt in Pulumi.prod.yaml",
  ],
  [
    "of a stack that took nobody's place",
    {},
    {},
    "import undo: the stack prod took nobody's place: there is no adopt in its settings",
  ],
])("%s nothing is changed", async (_, settings, given, message) => {
  shell.settings({ mode: "prod", ...settings });
  expect(await undo(given)).toEqual({ done: [], error: message });
});

test("on a Swarm, which starts again what is stopped, the way is told by hand", async () => {
  shell.settings({ mode: "prod", platform: "swarm", adopt });
  const { done, error } = await undo();
  expect(done).toEqual([]);
  expect(error).toMatch(/then: pulumi destroy --stack prod; docker start shop-web-1 shop-db-1$/);
});
