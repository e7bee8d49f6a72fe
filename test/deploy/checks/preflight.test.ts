import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { check, failureOf } from "./look-at-engine";

async function heldPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe("a folder that a container reads", () => {
  test("is not there", async () => {
    const folders = [{ key: "folder", path: "/nowhere" }];
    const { engine } = await check({ folders });
    expect(await failureOf(engine)).toBe(
      "folder: there is no folder /nowhere, or set another one: pulumi config set --stack dev --path folder FOLDER",
    );
  });

  test("is on another machine than the engine", async () => {
    const folders = [{ key: "folder", path: __dirname }];
    const { engine, address } = await check({ folders }, {}, "tcp");
    expect(await failureOf(engine)).toBe(
      `folder: the engine at ${address} (the default) does not see the folders of this machine; deploy to a local one`,
    );
  });
});

test("an engine where nothing is in the way, and its platform", async () => {
  const { engine, requests } = await check({});
  expect(await engine).toMatchObject({
    ...{ platform: "linux/arm64", known: new Set(), missing: [] },
    adopted: { waves: { data: [], app: [], rest: [] }, plan: [] },
  });
  expect(requests.map(({ line }) => line).sort()).toEqual([
    "GET /containers/json?all=true",
    "GET /info",
    "GET /networks",
    "GET /version",
    "GET /volumes",
  ]);
});

test("no engine", async () => {
  const host = { address: "unix:///nowhere/docker.sock", from: "the setting host" };
  const { engine } = await check({ host });
  await expect(engine).rejects.toMatchObject({
    __pulumiRunError: true,
    message: expect.stringMatching(
      /^no Docker engine answers at unix:\/\/\/nowhere\/docker\.sock \(the setting host\): there is no such socket\./,
    ),
  });
});

test("an address that is none", async () => {
  const { engine } = await check({ host: { address: "/run/docker.sock", from: "DOCKER_HOST" } });
  await expect(engine).rejects.toMatchObject({
    __pulumiRunError: true,
    message: expect.stringMatching(/^\/run\/docker\.sock \(DOCKER_HOST\) is not the address/),
  });
});

test("an engine that answers with an error", async () => {
  const { engine } = await check(
    {},
    { "GET /version": () => ({ status: 503, body: { message: "starting up" } }) },
  );
  expect(await failureOf(engine)).toMatch(/^no Docker engine answers .*starting up/);
});

describe("an engine that takes connections and does not answer", () => {
  const silent = { "GET /containers/json": () => undefined };

  test("on this machine", async () => {
    const { engine, address } = await check({}, silent, undefined, 50);
    expect(await failureOf(engine)).toBe(
      `no Docker engine answers at ${address} (the default): it accepted the connection but gave no answer within 0.05 s. Restart it, for example with: sudo systemctl restart docker`,
    );
  });

  test("on another one", async () => {
    const { engine, address } = await check({}, silent, "tcp", 50);
    expect(await failureOf(engine)).toBe(
      `no Docker engine answers at ${address} (the default): there was no answer within 0.05 s. Check the default, the network, and the engine on that machine`,
    );
  });
});

test("everything that is wrong is said at once", async () => {
  const port = await heldPort();
  const containers = [
    {
      Names: ["/widgets-dev-app"],
      Labels: {},
      Ports: [],
      Mounts: [],
      Image: "nginx",
      State: "running",
    },
  ];
  const Labels = { "berth.project": "shop", "berth.stack": "dev" };
  const { engine } = await check(
    {
      ports: [
        { key: "app.port", address: "127.0.0.1", port },
        { key: "database.port", address: "192.0.2.1", port: 3306 },
      ],
      registry: { server: "registry.example.com/team", username: "ann", password: "wrong" },
      cpus: [{ key: "limits.cpus", cpus: 5 }],
    },
    {
      "GET /containers/json": () => ({ body: containers }),
      "GET /volumes": () => ({ body: { Volumes: [{ Name: "widgets-dev-mysql-data", Labels }] } }),
      "POST /auth": () => ({ status: 401, body: { message: "unauthorized" } }),
    },
  );
  expect((await failureOf(engine))?.split("\n")).toEqual([
    expect.stringMatching(/^the container name widgets-dev-app is taken by /),
    expect.stringMatching(
      /^the volume widgets-dev-mysql-data belongs to the stack dev of the project shop/,
    ),
    expect.stringMatching(
      new RegExp(
        `^app\\.port: the port ${port} is taken by .+ \\(pid ${process.pid}\\); stop it, or choose another: pulumi config set --stack dev --path app\\.port ${port + 1}$`,
      ),
    ),
    "database.port: this machine has no address 192.0.2.1; use 127.0.0.1 or 0.0.0.0",
    "registry.password: registry.example.com refuses the login of ann; set the right one: pulumi config set --stack dev --secret --path registry.password",
    "limits.cpus: given 5, and the engine has 4 CPUs; accepted: at most that many: pulumi config set --stack dev --path limits.cpus 4",
  ]);
});

test("a port that the stack's own container holds is not asked for", async () => {
  const port = await heldPort();
  const own = {
    Names: ["/widgets-dev-app"],
    Labels: { "berth.project": "widgets", "berth.stack": "dev" },
    Ports: [{ PublicPort: port, PrivatePort: 80, IP: "127.0.0.1", Type: "tcp" }],
  };
  const { engine } = await check(
    { ports: [{ key: "app.port", address: "127.0.0.1", port }] },
    { "GET /containers/json": () => ({ body: [own] }) },
  );
  expect(await failureOf(engine)).toBeUndefined();
});

test("more CPUs than the engine has are said with their setting, as many are not", async () => {
  const cpus = [
    { key: "limits.cpus", cpus: 4 },
    { key: "database.limits.cpus", cpus: 4.5 },
  ];
  const { engine } = await check({ cpus });
  await expect(engine).rejects.toMatchObject({
    __pulumiRunError: true,
    message:
      "database.limits.cpus: given 4.5, and the engine has 4 CPUs; accepted: at most that many: pulumi config set --stack dev --path database.limits.cpus 4",
  });
});

describe("an engine on another machine", () => {
  test("cannot mount a folder of this one", async () => {
    const { engine, address } = await check({ bindSource: "/home/ann/app" }, {}, "tcp");
    expect(await failureOf(engine)).toBe(
      `source: bind mounts a folder of this machine, which the engine at ${address} (the default) does not see; bake the source into the image: pulumi config set --stack dev source image`,
    );
  });

  test("does without the ports of this one", async () => {
    const ports = [{ key: "app.port", address: "127.0.0.1", port: await heldPort() }];
    const { engine } = await check({ ports }, {}, "tcp");
    expect(await failureOf(engine)).toBeUndefined();
  });
});

test("a local engine mounts a folder of this machine", async () => {
  const { engine } = await check({ bindSource: "/home/ann/app" });
  expect(await failureOf(engine)).toBeUndefined();
});

test("stand-ins among the images are named", async () => {
  const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
  const { engine } = await check(
    { images: ["mysql:8.4", "python:3.13-slim", "redis:8"] },
    {
      "GET /images/mysql:8.4/json": () => ({
        body: { Config: { Labels: { "berth.standin.what": "MariaDB 11.8 from Debian" } } },
      }),
      "GET /images/python:3.13-slim/json": () => ({ body: { Config: { Labels: null } } }),
    },
  );
  await engine;
  expect(info.mock.calls).toEqual([["mysql:8.4 is a stand-in: MariaDB 11.8 from Debian"]]);
});
