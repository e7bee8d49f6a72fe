import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demultiplex } from "../../docker/container-log";
import { buildStandIns, isStandIn } from "../../images/build";
import { CATALOG, NAMES } from "../../images/catalog";
import { follow } from "../../images/docker-image";
import { docker, execIn, leftovers, removeProject } from "../support/docker";
import { eventually, get } from "../support/http";

const PROJECT = "e2e-images";
const labels = { "berth.project": PROJECT };
const folder = mkdtempSync(join(tmpdir(), "berth-images-"));

interface Options {
  env?: string[];
  command?: string[];
  binds?: string[];
  port?: number;
}

/** Starts a container of a stand-in on the tests' own network, named after the project. */
async function start(name: string, image: string, options: Options = {}) {
  const container = await docker.createContainer({
    name: `${PROJECT}-${name}`,
    Image: image,
    Labels: labels,
    Env: options.env,
    Cmd: options.command,
    HostConfig: {
      NetworkMode: PROJECT,
      Binds: options.binds,
      PortBindings: options.port
        ? { [`${options.port}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: "" }] }
        : undefined,
    },
  });
  await container.start();
  return container;
}

type Container = Awaited<ReturnType<typeof start>>;

const logsOf = async (container: Container) =>
  demultiplex(await container.logs({ stdout: true, stderr: true }));

async function urlOf(container: Container, port: number): Promise<string> {
  const { NetworkSettings } = await container.inspect();
  return `http://127.0.0.1:${NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort}`;
}

/** Asks until the page is there. */
const serves = (url: string, text: string) =>
  eventually(async () => (await get(url)).includes(text));

/** Stops as `docker stop` does; the exit code tells a clean end from a kill. */
async function stop(container: Container): Promise<number> {
  await container.stop({ t: 30 });
  const { State } = await container.inspect();
  await container.remove({ v: true });
  return State.ExitCode;
}

/** The exit code and the output of a container that ends by itself. */
async function outcome(name: string, image: string, options: Options) {
  const container = await start(name, image, options);
  const { StatusCode } = await container.wait();
  const output = await logsOf(container);
  await container.remove({ v: true });
  return { code: StatusCode, output };
}

/** A file that only root can read, as secrets are. */
function secret(name: string, content: string): string {
  writeFileSync(join(folder, name), content, { mode: 0o600 });
  return `/run/secrets/${name}`;
}

beforeAll(async () => {
  await removeProject(PROJECT);
  await docker.createNetwork({ Name: PROJECT, Labels: labels });
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await removeProject(PROJECT);
  expect(await leftovers(PROJECT)).toEqual([]);
});

describe.each([
  { name: "mysql", client: "mysql", server: "mysqld" },
  { name: "mariadb", client: "mariadb", server: "mariadbd" },
] as const)("$name", ({ name, client, server }) => {
  const image = CATALOG[name].reference;
  const volume = `${PROJECT}-${name}`;
  const data = `${volume}:/var/lib/mysql`;
  const secrets = `${folder}:/run/secrets:ro`;
  const rootPassword = `r'o"o\\t $1`;
  const appPassword = "app % pass";
  let database: Container;

  /** Logs in from another container, over TCP; the output of a failed log-in starts with ERROR. */
  const query = async (user: string, password: string, sql: string) => {
    const options = ["-h", `${PROJECT}-${name}`, `-u${user}`, `-p${password}`, "-N", "-e", sql];
    const output = await execIn(`${PROJECT}-${name}-client`, client, ...options);
    return output.replace(/^mysql: \[Warning\].*\n/m, "").trim();
  };
  const answers = (password: string) =>
    eventually(async () => (await query("app", password, "SELECT 1")) === "1", 90_000);

  beforeAll(async () => {
    await docker.createVolume({ Name: volume, Labels: labels });
    // A command that is another program takes the server's place.
    await start(`${name}-client`, image, { command: ["sleep", "infinity"] });
    const probe =
      "(: </dev/tcp/127.0.0.1/3306) 2>/dev/null && echo probe: open || echo probe: closed";
    writeFileSync(join(folder, "probe.sh"), probe);
    writeFileSync(join(folder, "rows.sql"), "CREATE TABLE t (id INT); INSERT INTO t VALUES (7);");
    const initdb = "/docker-entrypoint-initdb.d";
    database = await start(name, image, {
      env: [
        `MYSQL_ROOT_PASSWORD_FILE=${secret("root", rootPassword)}`,
        `MYSQL_PASSWORD_FILE=${secret("app", appPassword)}`,
        "MYSQL_USER=app",
        "MYSQL_DATABASE=my_app",
      ],
      command: ["--max-connections=77"],
      binds: [
        data,
        secrets,
        `${folder}/probe.sh:${initdb}/1-probe.sh:ro`,
        `${folder}/rows.sql:${initdb}/2-rows.sql:ro`,
      ],
    });
    await answers(appPassword);
  });

  test("the first start makes what the environment names", async () => {
    expect(await query("app", appPassword, "SELECT id FROM my_app.t")).toBe("7");
    expect(await query("root", rootPassword, "SELECT CURRENT_USER()")).toBe("root@%");
    const zone = "SELECT CONVERT_TZ('2020-01-01 00:00', 'UTC', 'Europe/Berlin')";
    expect(await query("app", appPassword, zone)).toBe("2020-01-01 01:00:00");
  });

  test("nobody gets in with a wrong password or without one", async () => {
    expect(await query("app", "wrong", "SELECT 1")).toContain("ERROR 1045");
    expect(await query("root", "wrong", "SELECT 1")).toContain("ERROR 1045");
    for (const host of ["127.0.0.1", "localhost"]) {
      const output = await execIn(database.id, client, "-h", host, "-uroot", "-e", "SELECT 1");
      expect(output).toContain("ERROR 1045");
    }
  });

  test("the app's user reaches its own database only", async () => {
    expect(await query("app", appPassword, "SELECT 1 FROM mysql.user")).toContain("ERROR 1142");
    expect(await query("app", appPassword, "CREATE DATABASE myxapp")).toContain("ERROR 1044");
  });

  test("the temporary server is not reachable over TCP", async () => {
    expect(await logsOf(database)).toContain("probe: closed");
  });

  test("the server runs as uid 999 with the command's options and conf.d is read", async () => {
    expect(await query("app", appPassword, "SELECT @@max_connections")).toBe("77");
    expect(await execIn(database.id, "grep", "Uid", "/proc/1/status")).toContain("999\t999");
    expect(await execIn(database.id, "cat", "/proc/1/comm")).toBe(`${server}\n`);
    expect(await execIn(database.id, server, "--print-defaults")).not.toContain("tmp-probe");
    await execIn(
      database.id,
      "sh",
      "-c",
      "printf '[mysqld]\\ntmpdir=/tmp-probe\\n' >/etc/mysql/conf.d/probe.cnf",
    );
    expect(await execIn(database.id, server, "--print-defaults")).toContain("tmp-probe");
  });

  test("data outlives the container, and an init file of the next one sets the password", async () => {
    expect(await stop(database)).toBe(0);
    const users = secret("users.sql", "ALTER USER 'app'@'%' IDENTIFIED BY 'next';\n");
    // The server reads the file as its own user.
    const command = [
      "sh",
      "-c",
      `cp ${users} /tmp/u.sql && chmod 644 /tmp/u.sql && exec "$@"`,
      "sh",
    ];
    database = await start(name, image, {
      command: [...command, "docker-entrypoint.sh", server, "--init-file=/tmp/u.sql"],
      binds: [data, secrets],
    });
    await answers("next");
    expect(await query("app", "next", "SELECT id FROM my_app.t")).toBe("7");
    expect(await query("app", appPassword, "SELECT 1")).toContain("ERROR 1045");
    expect(await logsOf(database)).not.toContain("setting up a new database");
    expect(await stop(database)).toBe(0);
  });

  test("an empty folder without a password, or with two, is one clear error", async () => {
    const none = await outcome(`${name}-none`, image, {});
    expect(none).toMatchObject({ code: 1 });
    expect(none.output).toContain("the data folder is empty and nothing says what root's password");
    const env = ["MYSQL_ROOT_PASSWORD=a", "MYSQL_ROOT_PASSWORD_FILE=/run/secrets/root"];
    const two = await outcome(`${name}-two`, image, { env });
    expect(two).toMatchObject({ code: 1 });
    expect(two.output).toContain("MYSQL_ROOT_PASSWORD and MYSQL_ROOT_PASSWORD_FILE are both set");
  });

  test("a wrong option is told before anything is written", async () => {
    const env = ["MYSQL_ROOT_PASSWORD=a"];
    const wrong = await outcome(`${name}-wrong`, image, { env, command: ["--no-such-option=1"] });
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain("the server refuses its options");
    expect(wrong.output).toContain("no-such-option");
  });
});

describe("redis", () => {
  const image = CATALOG.redis.reference;
  const ask = (host: string, ...words: string[]) =>
    execIn(`${PROJECT}-redis-client`, "redis-cli", "-h", `${PROJECT}-${host}`, ...words);

  beforeAll(() => start("redis-client", image, { command: ["sleep", "infinity"] }));

  test("answers the network without a password when none is set", async () => {
    const open = await start("redis-open", image);
    await eventually(async () => (await ask("redis-open", "ping")) === "PONG\n");
    expect(await execIn(open.id, "grep", "Uid", "/proc/1/status")).toContain("999\t999");
    expect(await stop(open)).toBe(0);
  });

  test("asks for its password, and data outlives the container", async () => {
    const volume = `${PROJECT}-redis`;
    await docker.createVolume({ Name: volume, Labels: labels });
    const options = {
      command: ["--requirepass", "right", "--appendonly", "yes"],
      binds: [`${volume}:/data`],
    };
    const answered = () => ask("redis", "-a", "right", "--no-auth-warning", "get", "key");
    const first = await start("redis", image, options);
    await eventually(async () => (await ask("redis", "ping")).includes("NOAUTH"));
    expect(await ask("redis", "-a", "wrong", "ping")).toContain("WRONGPASS");
    expect(await ask("redis", "-a", "right", "--no-auth-warning", "set", "key", "kept")).toBe(
      "OK\n",
    );
    expect(await stop(first)).toBe(0);
    const second = await start("redis", image, options);
    await eventually(async () => (await answered()) === "kept\n");
    expect(await stop(second)).toBe(0);
  });
});

test("nginx serves, writes its templates, logs to stdout and stops cleanly", async () => {
  const template = 'server { listen 81; location / { return 200 "$GREETING $host"; } }';
  writeFileSync(join(folder, "more.conf.template"), template.replace("$GREETING", `\${GREETING}`));
  const nginx = await start("nginx", CATALOG.nginx.reference, {
    env: ["GREETING=hello"],
    binds: [`${folder}/more.conf.template:/etc/nginx/templates/more.conf.template:ro`],
    port: 80,
  });
  const url = await urlOf(nginx, 80);
  await serves(url, "nginx works");
  const written = await execIn(nginx.id, "cat", "/etc/nginx/conf.d/more.conf");
  expect(written).toContain('"hello $host"');
  const workers = await execIn(nginx.id, "sh", "-c", "cat /proc/[0-9]*/status | grep Uid");
  expect(workers).toContain("101\t101");
  expect(await logsOf(nginx)).toContain('"GET / HTTP/1.1" 200');
  expect(await stop(nginx)).toBe(0);
});

test("caddy serves and stops cleanly", async () => {
  const caddy = await start("caddy", CATALOG.caddy.reference, { port: 80 });
  const url = await urlOf(caddy, 80);
  await serves(url, "Caddy works");
  expect(await stop(caddy)).toBe(0);
});

test("a build FROM python installs packages with pip and with apt", async () => {
  const context = mkdtempSync(join(folder, "python-"));
  const lines = [
    `FROM ${CATALOG.python.reference}`,
    "RUN pip install --no-cache-dir flask pyuwsgi",
    "RUN apt-get update && apt-get install -y --no-install-recommends less",
    "WORKDIR /app",
    'CMD ["python", "-c", "import flask, sys; print(sys.prefix, flask.__file__)"]',
  ];
  writeFileSync(join(context, "Dockerfile"), lines.join("\n"));
  const t = `${PROJECT}/python:latest`;
  const stream = await docker.buildImage(
    { context, src: ["Dockerfile"] },
    { version: "2", t, labels },
  );
  await follow(docker, stream);
  const { code, output } = await outcome("python", t, {});
  expect(output).toMatch(/^\/usr\/local \/usr\/local\/lib\/python3\.\d+\/site-packages\/flask\//);
  expect(code).toBe(0);
  const tools = await outcome("python-tools", t, {
    command: ["sh", "-c", "which python python3 pip pip3 uwsgi flask bash less"],
  });
  expect(tools.output.trim().split("\n")).toEqual([
    ...["python", "python3", "pip", "pip3", "uwsgi", "flask"].map(
      (tool) => `/usr/local/bin/${tool}`,
    ),
    "/usr/bin/bash",
    "/usr/bin/less",
  ]);
});

describe("building", () => {
  const reference = `${PROJECT}/redis:one`;
  const wanted = [{ name: "redis" as const, reference }];

  afterAll(() => docker.getImage(reference).remove());

  test("builds what is missing with one line, and says nothing the next time", async () => {
    let printed = "";
    const log = (text: string) => {
      printed += text;
    };
    await buildStandIns(wanted, { docker, log });
    expect(printed).toMatch(
      /^stand-in e2e-images\/redis:one: building from Debian's packages \.\.\. done in \d+ s \(Redis 8\.[\d.]+\)\n$/,
    );
    expect(await isStandIn(docker, reference)).toMatch(/^Redis 8\.[\d.]+ from Debian trixie$/);
    printed = "";
    await buildStandIns(wanted, { docker, log });
    expect(printed).toBe("");
  });

  test("every image of the catalog says what it stands for", async () => {
    for (const name of NAMES) {
      const official = CATALOG[name].reference;
      const { Config } = await docker.getImage(official).inspect();
      expect(Config.Labels).toMatchObject({
        "berth.standin": "true",
        "berth.standin.of": official,
      });
      expect(await isStandIn(docker, official)).toContain(CATALOG[name].product);
    }
  });

  test("an image that is not there is no stand-in", async () => {
    expect(await isStandIn(docker, `${PROJECT}/nothing:here`)).toBeUndefined();
  });

  test("a digest cannot be stood in for", async () => {
    const exact = [{ name: "redis" as const, reference: `redis@sha256:${"0".repeat(64)}` }];
    await expect(buildStandIns(exact, { docker, log: () => undefined })).rejects.toThrow(
      "names one exact image: nothing can stand in for it",
    );
  });
});
