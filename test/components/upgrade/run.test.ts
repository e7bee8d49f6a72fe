import { expect, test, vi } from "vitest";
import { upgrade } from "../../../components/platforms/upgrade/run";
import { connect } from "../../../docker/connect";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const DATA = "shop-prod-postgres-data";
const place = {
  id: { project: "shop", stack: "prod" },
  role: "database",
  data: DATA,
  former: `${DATA}-17`,
};
const to = {
  ...{ product: "PostgreSQL", engine: "postgres" as const, from: "17", to: "18" },
  ...{ image: "sha256:18", folder: "/var/lib/postgresql", user: 999 },
};
const labelsOf = (role: string) => ({
  "berth.project": "shop",
  "berth.stack": "prod",
  "berth.role": role,
});
const OWN = labelsOf("database-upgrade");

interface There {
  /** Volumes of before. */
  volumes?: string[];
  /** The number of the step that fails, from 1. */
  fails?: number;
  /** Whether its container is gone by then. */
  isTaken?: boolean;
  /** When the old server was started, as it is found at the end. */
  startedAt?: string;
}

/** Everything that an upgrade changes on an engine, in words, and what it ended with. */
async function run({ volumes = [], fails, isTaken, startedAt = "1" }: There) {
  const have = new Set(volumes);
  const done: string[] = [];
  let steps = 0;
  const routes: Routes = {
    "GET /containers/step/json": () =>
      isTaken && steps === fails ? { status: 404, body: {} } : { body: {} },
    "GET /containers/old/json": () => ({
      body: { State: { Running: false, StartedAt: startedAt } },
    }),
    "GET /containers/shop-prod-database/json": () => ({
      body: {
        State: { Running: true, StartedAt: "1" },
        ...{ Id: "old", Image: "sha256:17", Config: { Labels: labelsOf("database") } },
        Mounts: [{ Destination: "/run/secrets", Name: "secrets" }],
      },
    }),
    "POST /containers/old/": ({ line }) => {
      done.push(line.replace(/.*old\/(\w+).*/, "$1 old"));
      return { status: 204 };
    },
    "POST /containers/create": ({ body }) => {
      const { Image: image, HostConfig } = JSON.parse(body.toString());
      done.push(`${image} with ${HostConfig.Binds.join(" ")}`);
      steps++;
      return { status: 201, body: { Id: "step" } };
    },
    "POST /containers/step/start": () => ({ status: 204 }),
    "POST /containers/step/wait": () => ({ body: { StatusCode: steps === fails ? 1 : 0 } }),
    "GET /containers/step/logs": () => ({ body: Buffer.alloc(0) }),
    "DELETE /containers/step": () => ({ status: 204 }),
    "GET /volumes/": ({ line }) => {
      const name = line.split("/").at(-1) ?? "";
      return have.has(name) ? { body: { Name: name, Labels: OWN } } : { status: 404, body: {} };
    },
    "POST /volumes/create": ({ body }) => {
      const { Name: name } = JSON.parse(body.toString());
      have.add(name);
      done.push(`make ${name}`);
      return { status: 201, body: {} };
    },
    "DELETE /volumes/": ({ line }) => {
      const name = line.replace(/.*volumes\/([\w-]+).*/, "$1");
      have.delete(name);
      done.push(`remove ${name}`);
      return { status: 204 };
    },
  };
  vi.spyOn(console, "log").mockReturnValue();
  const { address } = await fakeEngine(routes);
  const error = await upgrade(connect(address), place, to).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  const short = done.map((line) =>
    line.replaceAll(DATA, "DATA").replaceAll("/var/lib/postgresql", "FOLDER"),
  );
  return { done: short, left: [...have].map((name) => name.replace(DATA, "DATA")), error };
}

const PREPARED = [
  "stop old",
  "make DATA-upgrade",
  "make DATA-new",
  "make DATA-17",
  "sha256:17 with DATA:/from:ro DATA-17:/to DATA-upgrade:/upgrade",
  "sha256:17 with DATA-17:FOLDER DATA-upgrade:/upgrade secrets:/run/secrets:ro",
  "sha256:18 with DATA-new:FOLDER DATA-upgrade:/upgrade secrets:/run/secrets:ro",
  "sha256:18 with DATA-upgrade:/upgrade:ro",
];
const SWAPPED = [
  "sha256:18 with DATA-new:/from:ro DATA:/to",
  "remove DATA-swap",
  "remove DATA-new",
  "remove DATA-upgrade",
];

test("the data is only read until the new one is checked, and a mark stands while it is written", async () => {
  const { done, left, error } = await run({});
  expect(error).toBeUndefined();
  expect(done).toEqual([...PREPARED, "update old", "make DATA-swap", ...SWAPPED]);
  expect(left).toEqual(["DATA-17"]);
});

test.each([1, 2, 3, 4])(
  "step %i fails: nothing is left, and the old server serves",
  async (fails) => {
    const { done, left, error } = await run({ fails });
    expect(error).toBe(
      "PostgreSQL 17 -> 18 did not come about: it broke off with exit code 1\nnothing was changed: the old server serves again, with its data",
    );
    expect(done.at(-1)).toBe("start old");
    expect(done.join()).not.toMatch(/DATA-swap|DATA:\/to/);
    expect(left).toEqual([]);
  },
);

test("a run whose container another one has removed leaves everything to that one", async () => {
  const { done, error } = await run({ fails: 2, isTaken: true });
  expect(error).toBe("another pulumi up has removed its container, and goes on in its place");
  expect(done).toEqual(PREPARED.slice(0, 6));
});

test("an old server that was started meanwhile keeps its data", async () => {
  const { done, left, error } = await run({ startedAt: "2" });
  expect(error).toMatch(/: the old server was started meanwhile, and may have written since\n/);
  expect(done.at(-1)).toBe("start old");
  expect(done.join()).not.toMatch(/DATA-swap|DATA:\/to/);
  expect(left).toEqual([]);
});

test("what a run left that was cut off before the mark is made anew", async () => {
  const { done } = await run({ volumes: [`${DATA}-17`, `${DATA}-new`, `${DATA}-upgrade`] });
  const removed = ["remove DATA-upgrade", "remove DATA-new", "remove DATA-17"];
  const [stop = "", ...rest] = PREPARED;
  expect(done).toEqual([stop, ...removed, ...rest, "update old", "make DATA-swap", ...SWAPPED]);
});

test("a run that was cut off after the mark goes on there, and does without the old server", async () => {
  const marked = { volumes: ["17", "new", "swap"].map((end) => `${DATA}-${end}`) };
  expect((await run(marked)).done).toEqual(SWAPPED.slice(0, 3));
  const { error, left } = await run({ ...marked, fails: 1 });
  expect(error).toMatch(/it is whole in the volume \S+-new, .* the next pulumi up goes on here$/);
  expect(left).toEqual(["DATA-17", "DATA-new", "DATA-swap"]);
});
