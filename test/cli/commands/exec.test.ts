import { Duplex, PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { addressOf } from "../../../cli/commands/nodes";
import { bodyOf } from "../../../cli/commands/run";
import { serviceLike } from "../../../cli/commands/run-service";
import { attach, type Streams, wantsTerminal } from "../../../cli/commands/terminal";
import { DATABASE_NAMES, databaseEngine } from "../../../components/databases";
import type { NodeInfo } from "../../../docker/node-label";
import { fakeEngine, frames } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();

describe("a process in a container", () => {
  /** This process' streams, and what is written to them. */
  function streams(isTty: boolean) {
    const modes: boolean[] = [];
    const output = () => Object.assign(new PassThrough(), { isTTY: isTty, rows: 24, columns: 80 });
    const stdin = Object.assign(new PassThrough(), {
      isTTY: isTty,
      setRawMode: (mode: boolean) => void modes.push(mode),
    });
    const made = { stdin, stdout: output(), stderr: output() };
    const written = () => [made.stdout.read(), made.stderr.read()].map((it) => it?.toString());
    return { ...(made as unknown as Streams & typeof made), modes, written };
  }

  /** The other end of a connection, which answers what it got once there is no more. */
  function socket(answer: (got: string) => Buffer) {
    let got = "";
    return new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        got += chunk;
        done();
      },
      final(done) {
        this.push(answer(got));
        this.push(null);
        done();
      },
    });
  }

  test("gets what is written here and its end; its outputs are kept apart", async () => {
    const here = streams(false);
    here.stdin.end("dump");
    const stderr = frames("bad");
    stderr.writeUInt8(2, 0);
    const answered = socket((got) => Buffer.concat([frames(`got ${got}`), stderr]));
    expect(
      await attach({ socket: answered, tty: false, resize: async () => {}, streams: here }),
    ).toBe(undefined);
    expect(here.written()).toEqual(["got dump", "bad"]);
    expect(here.modes).toEqual([]);
  });

  test("with a terminal gets every key and the terminal's size, which is as before at its end", async () => {
    const here = streams(true);
    const sizes: object[] = [];
    const answered = socket((got) => Buffer.from(`> ${got}`));
    const done = attach({
      ...{ socket: answered, tty: true, streams: here },
      resize: async (size) => void sizes.push(size),
    });
    Object.assign(here.stdout, { rows: 50 }).emit("resize");
    here.stdin.end("\x03");
    await done;
    expect(sizes).toEqual([
      { h: 24, w: 80 },
      { h: 50, w: 80 },
    ]);
    expect(here.written()[0]).toBe("> \x03");
    expect(here.modes).toEqual([true, false]);
  });

  test("gets keys only once it knows the terminal's size, which the engine may refuse at first", async () => {
    const here = streams(true);
    const order: string[] = [];
    const answered = socket((got) => {
      order.push(`typed ${got}`);
      return Buffer.from("");
    });
    here.stdin.end("ls");
    await attach({
      ...{ socket: answered, tty: true, streams: here },
      resize: async () => {
        order.push("size");
        if (order.length === 1) throw new Error("no such exec");
      },
    });
    expect(order).toEqual(["size", "size", "typed ls"]);
  });

  test("that was not started is not taken for one", async () => {
    const here = streams(false);
    here.stdin.end();
    const answered = socket(() => frames("OCI runtime exec failed: x\n"));
    expect(
      await attach({
        ...{ socket: answered, tty: false, streams: here, refusal: /^OCI/ },
        resize: async () => {},
      }),
    ).toBe("OCI runtime exec failed: x");
    expect(here.written()).toEqual([undefined, undefined]);
  });

  test("has a terminal where a person has one, unless the line says otherwise", () => {
    expect(wantsTerminal(undefined, streams(true))).toBe(true);
    expect(wantsTerminal(undefined, { ...streams(true), stdout: streams(false).stdout })).toBe(
      false,
    );
    expect(wantsTerminal(false, streams(true))).toBe(false);
    expect(wantsTerminal(true, streams(false))).toBe(true);
  });
});

test("run makes a container with all that the app has, but without its traffic and its name", () => {
  const like = container("app", {
    Config: { Env: ["A=1"], User: "10001" },
    HostConfig: { RestartPolicy: { Name: "always" } },
  });
  like.NetworkSettings = { Networks: { "widgets-prod": {}, "widgets-prod-data": {} } };
  Object.assign(like.HostConfig, {
    Binds: ["secrets:/run/secrets:ro"],
    PortBindings: { "80/tcp": [] },
  });
  const body = bodyOf(like, ["flask", "shell"], { tty: false, env: ["B=2"] });
  expect(body).toMatchObject({
    Cmd: ["flask", "shell"],
    Env: ["A=1", "B=2"],
    User: "10001",
    Image: like.Config.Image,
    Healthcheck: { Test: ["NONE"] },
    Labels: { "berth.project": "widgets", "berth.role": "run", "berth.run.like": "app" },
    HostConfig: {
      ...{ Binds: ["secrets:/run/secrets:ro"], Memory: 512 * 1024 ** 2, AutoRemove: true },
      ...{ PortBindings: {}, RestartPolicy: { Name: "no" }, NetworkMode: "widgets-prod" },
    },
  });
});

test("exec gives a command the secret variables that the container's own one has", async () => {
  const { address, requests } = await fakeEngine({
    "POST /containers/id-of-app/exec": () => ({ status: 500, body: { message: "enough" } }),
    ...engineWith([
      container("app", { Config: { Entrypoint: ["sh", "/run/secrets/.env.sh", "x"] } }),
    ]),
  });
  shell.settings({ host: address });
  const line = `exec --stack prod -C ${shell.folder} app flask shell`;
  await expect(shell.runAsIs(line)).rejects.toThrow("cannot run in widgets-prod-app: enough");
  expect(JSON.parse(requests.at(-1)?.body.toString() ?? "").Cmd).toEqual([
    ...["sh", "/run/secrets/.env.sh", "flask", "shell"],
  ]);
});

test("run on a Swarm makes a service of one task that is not started again", () => {
  const template = {
    ContainerSpec: { Image: "app:1", Secrets: [{ SecretID: "s" }], Env: ["A=1"] },
  };
  const Spec = {
    ...{ Name: "widgets-prod-app", Labels: { "berth.role": "app", "berth.stack": "prod" } },
    TaskTemplate: { ...template, RestartPolicy: { Condition: "any" }, Networks: [{ Target: "n" }] },
  };
  expect(serviceLike({ ID: "x", Spec }, ["ls"], ["B=2"], "ab12cd")).toMatchObject({
    Name: "widgets-prod-run-ab12cd",
    Labels: { "berth.role": "run", "berth.stack": "prod" },
    TaskTemplate: {
      ContainerSpec: { Image: "app:1", Args: ["ls"], Env: ["A=1", "B=2"], Secrets: [{}] },
      RestartPolicy: { Condition: "none" },
      Networks: [{ Target: "n" }],
    },
    Mode: { Replicated: { Replicas: 1 } },
  });
});

test.each([
  ["ssh://deploy@manager:2222", {}, "ssh://deploy@10.0.0.7:2222"],
  ["tcp://10.0.0.1:2375", {}, "tcp://10.0.0.7:2375"],
  ["unix:///var/run/docker.sock", {}, undefined],
  ["unix:///x", { "berth.address": "ssh://me@worker" }, "ssh://me@worker"],
])("the engine of another node of a Swarm at %s", (ofStack, labels, address) => {
  const node = { Spec: { Labels: labels }, Status: { Addr: "10.0.0.7" } } as unknown as NodeInfo;
  expect(addressOf(node, ofStack)).toBe(address);
});

test.each(DATABASE_NAMES)(
  "the client of %s is logged in by files, not by its command line",
  (name) => {
    const { client } = databaseEngine(name);
    expect(client("app")).toMatch(/exec \S+ .*"\$@"|exec psql "\$@"/);
    expect(client("app")).toContain("/run/secrets/");
    expect(client("admin")).toContain("/run/secrets/");
  },
);

test.each([
  ["exec", "exec: where is it to run, and which command? For example: ./pulumiw exec app ls -l"],
  ["exec app", "exec: which command is to run in app?"],
  ["exec --env DEBUG app ls", 'exec: --env: given "DEBUG"; accepted: NAME=VALUE'],
  ["exec web ls", "the stack prod has no role web; there is app, database"],
  [
    "exec database ls",
    "nothing of database runs in the stack prod: widgets-prod-database is exited",
  ],
  ["exec app ls", "widgets-prod-app is paused; to go on: docker unpause widgets-prod-app"],
  ["shell database", "to start it: ./pulumiw restart database --stack prod"],
  ["run", "run: which command?"],
  ["run --role worker ls", "has no role worker"],
  ["run ls", "the image of widgets-prod-app (widgets-prod/app:v1) is no longer on the engine"],
  ["db", "the database widgets-prod-database does not run: it is exited"],
  ["db cache", "db: there is no database cache; in the stack prod there is database"],
  ["db app", "widgets-prod-app is no database that Berth made"],
])("%s is told in a line", async (words, message) => {
  const { address } = await fakeEngine({
    "POST /containers/id-of-app/exec": () => ({
      status: 409,
      body: { message: "Container id-of-app is paused, unpause the container before exec" },
    }),
    ...engineWith([container("app"), container("database", { State: { Status: "exited" } })]),
  });
  shell.settings({ host: address });
  const [before = "", after] = words.split(/ (?=ls)/);
  const line = after ? `${before} --stack prod -C ${shell.folder} ${after}` : before;
  await expect(after ? shell.runAsIs(line) : shell.run(line)).rejects.toThrow(message);
});
