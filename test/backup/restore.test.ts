import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { restore } from "../../backup/restore";
import { connect } from "../../docker/connect";
import { fakeEngine, frames } from "../docker/fake-engine";

/** A restore of a file whose steps come to these answers: exit codes, or none that anybody hears. */
async function restored(steps: (number | "lost")[], left?: object, words: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "berth-restore-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "dump.redis.rdb");
  writeFileSync(file, "REDIS");
  const ran: string[] = [];
  const said: string[] = [];
  const { address, requests } = await fakeEngine({
    "POST /containers/create": () => ({ status: 201, body: { Id: "t1" } }),
    "PUT /containers/t1/archive": () => ({ body: {} }),
    "POST /containers/t1/start": () => ({ status: 204 }),
    "POST /containers/t1/exec": ({ body }) => {
      ran.push(JSON.parse(body.toString()).Cmd[2]);
      return { status: 201, body: { Id: "x1" } };
    },
    "POST /exec/x1/start": () =>
      steps[ran.length - 1] === "lost"
        ? { status: 500, body: { message: "socket hang up" } }
        : { body: frames(words[ran.length - 1] ?? "") },
    "GET /exec/x1/json": () => ({ body: { ExitCode: steps[ran.length - 1] } }),
    "DELETE /containers/": () => ({ status: 204 }),
    ...(left && { "GET /containers/shop-prod-restore/json": () => ({ body: left }) }),
  });
  const server = {
    container: "d1",
    image: "redis:8",
    engine: "redis" as const,
    database: "",
    secrets: undefined,
    secret: async () => "s3cret",
  };
  const ended = restore({
    target: { docker: connect(address), id: { project: "shop", stack: "prod" } },
    of: server,
    source: { file },
    safety: false,
    confirm: async () => true,
    say: (line) => void said.push(line),
  });
  const message = await ended.then(String, ({ message }: Error) => message);
  const removed = requests.flatMap(({ line }) => /^DELETE .containers.(\w+)/.exec(line)?.[1] ?? []);
  const isRemoved = requests.some(({ line }) => line.startsWith("DELETE"));
  return { message, ran, said, isRemoved, removed, requests };
}

test("a backup is looked at, loaded beside the data, and changes places with it", async () => {
  const ran = ["verify", "load", "swap"];
  expect(await restored([0, 0, 0])).toMatchObject({ message: "true", ran, isRemoved: true });
});

test("what a backup has and the database does not get is told", async () => {
  const words = ["", "subscriptions of the dump are left out\n", "the database x is left over\n"];
  expect((await restored([0, 0, 0], undefined, words)).said).toEqual([
    "loading",
    "subscriptions of the dump are left out",
    "changing places",
    "the database x is left over",
  ]);
});

test("one that cannot be loaded changes nothing", async () => {
  const { message, isRemoved } = await restored([0, 2]);
  expect(message).toMatch(/nothing was changed$/);
  expect(isRemoved).toBe(true);
});

test("a connection that is lost in the middle ends nothing, and leads to the way back", async () => {
  const { message, isRemoved } = await restored([0, 0, "lost"]);
  expect(message).toMatch(
    /^the connection was lost while the data changed places \(.*socket hang up.*\), which goes on; once `docker top shop-prod-restore` .* docker rm -f shop-prod-restore; .*there is no backup of what was there$/,
  );
  expect(isRemoved).toBe(false);
});

const STOPPED = { Id: "left", State: { Running: false } };
const LABELS = { "berth.project": "shop", "berth.stack": "prod", "berth.role": "restore" };

test("what a restore that broke off left goes first", async () => {
  const left = { ...STOPPED, Config: { Labels: LABELS } };
  expect((await restored([0, 0, 0], left)).removed).toEqual(["left", "t1"]);
});

test("a container of the name that somebody else made stays", async () => {
  for (const Labels of [{}, { ...LABELS, "berth.stack": "dev" }]) {
    const { message, removed } = await restored([0, 0, 0], { ...STOPPED, Config: { Labels } });
    expect(message).toBe(
      "the container shop-prod-restore is none that Berth made, and a restore needs that name; rename it: docker rename shop-prod-restore shop-prod-restore-old",
    );
    expect(removed).toEqual([]);
  }
});

test("its container goes on for as long as somebody is attached, and holds on to that before it starts", async () => {
  const { requests } = await restored([0, 0, 0]);
  const [made] = requests.filter(({ line }) => line.startsWith("POST /containers/create"));
  expect(JSON.parse(made?.body.toString() ?? "")).toMatchObject({
    Entrypoint: ["sh", "-c", expect.stringMatching(/^timeout \d+ cat .*swapping/)],
    OpenStdin: true,
    StdinOnce: true,
  });
  const lines = requests.map(({ line }) => line.replace(/\?.*/, ""));
  const attached = lines.indexOf("POST /containers/t1/attach");
  expect(attached).toBeGreaterThan(0);
  expect(attached).toBeLessThan(lines.indexOf("POST /containers/t1/start"));
});
