import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fakeEngine, type Routes } from "../../docker/fake-engine";
import { commandLine } from "../commands/answers";

const shell = commandLine();

const UNNAMED = "0123456789abcdef".repeat(4);

/** A container as `docker inspect` shows it, and what its image says by itself. */
function one(name: string, image: string, { config = {}, host = {}, more = {} } = {}) {
  const own = { Env: ["PATH=/bin", "LANG=C"], Cmd: ["serve"], Entrypoint: ["/start"] };
  return {
    Id: `${name}0123456789ab`,
    Name: `/${name}`,
    Image: `sha256:${image}`,
    Config: { ...own, Image: image, Hostname: `${name}0123456`, Labels: {}, ...config },
    HostConfig: { NetworkMode: "default", LogConfig: { Type: "json-file" }, ...host },
    Mounts: [],
    NetworkSettings: { Networks: { bridge: { IPAddress: `172.17.0.${name.length}` } } },
    ...more,
  };
}

const DB = one("db", "mariadb:11.8", {
  config: {
    Env: ["PATH=/bin", "LANG=C", "MYSQL_DATABASE=shop", "MYSQL_USER=ann", "MYSQL_PASSWORD=old"],
    ExposedPorts: { "3306/tcp": {} },
  },
  more: {
    Mounts: [{ Type: "volume", Name: UNNAMED, Destination: "/var/lib/mysql", RW: true }],
  },
});
const FILES = one("files", "nginx:1.30", {
  config: { Cmd: ["serve"] },
  host: { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "8081" }] } },
  more: { Mounts: [{ Type: "volume", Name: "Site", Destination: "/srv/site", RW: true }] },
});
const WEB = one("web", "myapp", {
  config: {
    Env: [
      "PATH=/bin",
      "LANG=de",
      "SQL_SERVER=172.17.0.2",
      "SITE=http://st/x",
      "API_TOKEN=s3cret-thing",
    ],
    Cmd: ["gunicorn", "app"],
    User: "1000",
    Healthcheck: { Test: ["CMD", "true"], Interval: 5e9 },
  },
  host: {
    PortBindings: { "8000/tcp": [{ HostIp: "", HostPort: "8000" }] },
    RestartPolicy: { Name: "unless-stopped" },
    NanoCpus: 5e8,
    Memory: 256 * 1024 ** 2,
    Links: ["/files:/web/st"],
    Privileged: true,
  },
  more: {
    Mounts: [
      { Type: "volume", Name: "up", Destination: "/srv/uploads", RW: true },
      { Type: "bind", Source: "/etc/shop", Destination: "/etc/shop", RW: false },
    ],
  },
});

/** Imports what is named, and gives the stack file. */
async function imported(words: string, containers: readonly ReturnType<typeof one>[], tag = "") {
  const routes: Routes = {
    "GET /volumes": () => ({
      body: { Volumes: [UNNAMED, "up", "Site"].map((Name) => ({ Name })) },
    }),
  };
  const image = { Env: ["PATH=/bin", "LANG=C"], Cmd: ["serve"], Entrypoint: ["/start"] };
  for (const it of containers) {
    routes[`GET /containers${it.Name}/json`] = () => ({ body: it });
    const tags = [tag || it.Image.slice("sha256:".length)];
    routes[`GET /images/${encodeURIComponent(it.Image)}/json`] = () => ({
      body: { RepoTags: tags, Config: image },
    });
  }
  const { address, requests } = await fakeEngine(routes);
  const env = { DOCKER_HOST: address, PULUMI_CONFIG_PASSPHRASE: "x" };
  const file = join(shell.folder, "Pulumi.prod.yaml");
  try {
    await shell.run(`import containers ${words}`, env);
  } catch (error) {
    expect(existsSync(file)).toBe(false);
    throw error;
  } finally {
    expect(requests.every(({ line }) => line.startsWith("GET"))).toBe(true);
  }
  return parse(readFileSync(file, "utf8")).config;
}

test("containers become a stack, with the data that they have", async () => {
  const config = await imported("web db files --app web --adopt", [WEB, DB, FILES]);
  expect(config).toEqual({
    mode: "prod",
    source: "image",
    restart: "unless-stopped",
    limits: { cpus: 0.5, memory: "256m" },
    app: {
      image: "myapp",
      containerPort: 8000,
      port: "0.0.0.0:8000",
      aliases: ["web"],
      command: ["gunicorn", "app"],
      user: "1000",
      env: { LANG: "de", SQL_SERVER: "db", SITE: "http://files/x" },
      secretEnv: { API_TOKEN: { secure: expect.any(String) } },
      volumes: { up: { path: "/srv/uploads", volume: "up" } },
      healthCommand: ["true"],
      healthInterval: 5,
    },
    databases: {
      db: { engine: "mariadb", image: "mariadb:11.8", name: "shop", user: "ann", volume: UNNAMED },
    },
    adopt: ["web", "db", "files"],
    services: {
      files: {
        image: "nginx:1.30",
        ports: ["127.0.0.1:8081:80"],
        volumes: [{ type: "volume", source: "Site", target: "/srv/site", external: true }],
      },
    },
  });
  expect(shell.printed).toMatch(/web\.privileged: a privileged container is root of its host/);
  expect(shell.printed).toMatch(/web\.volumes\[0\]: an app mounts no folder or file of the host/);
});

test("without --adopt volumes are new, and where the data is stands in the table", async () => {
  const config = await imported("web db --app web", [WEB, DB]);
  expect(config.adopt).toBeUndefined();
  expect(config.databases.db.volume).toBeUndefined();
  expect(shell.printed).toContain(`the data that is there is in ${UNNAMED}`);
});

const labelled = (labels: object, host = {}) => [
  one("db", "mariadb:11.8", { config: { Labels: labels }, host }),
];

test.each([
  ["no names", "--adopt", [], /^import containers: which ones\? Name them as docker ps -a shows/],
  ["a name that is unknown", "nobody", [], /has no container nobody; name those that docker ps -a/],
  [
    "a part of another stack",
    "db",
    labelled({ "berth.project": "shop", "berth.stack": "dev" }),
    /^import containers: db belongs to the stack dev of the project shop, .*; nothing was written$/,
  ],
  [
    "a part of a Compose project",
    "db --adopt",
    labelled({ "com.docker.compose.project": "shop" }),
    /import that: \.\/pulumiw import compose FILE --stack prod --adopt; nothing was written$/,
  ],
  [
    "a task of a Swarm",
    "db",
    labelled({ "com.docker.swarm.service.name": "shop_db" }),
    /is a task of the service shop_db of a Swarm/,
  ],
  [
    "one that Docker removes when it stops",
    "db --adopt",
    labelled({}, { AutoRemove: true }),
    /was started with --rm, so that Docker removes it, and its unnamed volumes/,
  ],
  ["databases alone", "db", [DB], /the containers db: given no service that could be the app/],
])("%s: nothing is written", async (_, words, containers, message) => {
  await expect(imported(words, containers)).rejects.toThrow(message);
});
