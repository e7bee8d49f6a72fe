import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOG } from "../../images/catalog";
import { docker, execIn } from "../support/docker";
import { eventually } from "../support/http";
import { logsOf, StandIns, stop, type Tried } from "../support/stand-ins";

const standIns = new StandIns("e2e-images-databases");

beforeAll(() => standIns.open());

afterAll(async () => {
  expect(await standIns.close()).toEqual([]);
});

describe.each([
  { name: "mysql", client: "mysql", server: "mysqld" },
  { name: "mariadb", client: "mariadb", server: "mariadbd" },
] as const)("$name", ({ name, client, server }) => {
  const image = CATALOG[name].reference;
  const volume = `${standIns.project}-${name}`;
  const data = `${volume}:/var/lib/mysql`;
  const secrets = `${standIns.folder}:/run/secrets:ro`;
  const rootPassword = `r'o"o\\t $1`;
  const appPassword = "app % pass";
  let database: Tried;

  /** Logs in from another container, over TCP; the output of a failed log-in starts with ERROR. */
  const query = async (user: string, password: string, sql: string) => {
    const options = [
      "-h",
      `${standIns.project}-${name}`,
      `-u${user}`,
      `-p${password}`,
      "-N",
      "-e",
      sql,
    ];
    const output = await execIn(`${standIns.project}-${name}-client`, client, ...options);
    return output.replace(/^mysql: \[Warning\].*\n/m, "").trim();
  };
  const answers = (password: string) =>
    eventually(async () => (await query("app", password, "SELECT 1")) === "1");

  beforeAll(async () => {
    await docker.createVolume({ Name: volume, Labels: standIns.labels });
    // A command that is another program takes the server's place.
    await standIns.start(`${name}-client`, image, { command: ["sleep", "infinity"] });
    const probe =
      "(: </dev/tcp/127.0.0.1/3306) 2>/dev/null && echo probe: open || echo probe: closed";
    writeFileSync(join(standIns.folder, "probe.sh"), probe);
    writeFileSync(
      join(standIns.folder, "rows.sql"),
      "CREATE TABLE t (id INT); INSERT INTO t VALUES (7);",
    );
    const initdb = "/docker-entrypoint-initdb.d";
    database = await standIns.start(name, image, {
      env: [
        `MYSQL_ROOT_PASSWORD_FILE=${standIns.secret("root", rootPassword)}`,
        `MYSQL_PASSWORD_FILE=${standIns.secret("app", appPassword)}`,
        "MYSQL_USER=app",
        "MYSQL_DATABASE=my_app",
      ],
      command: ["--max-connections=77"],
      binds: [
        data,
        secrets,
        `${standIns.folder}/probe.sh:${initdb}/1-probe.sh:ro`,
        `${standIns.folder}/rows.sql:${initdb}/2-rows.sql:ro`,
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
    const users = standIns.secret("users.sql", "ALTER USER 'app'@'%' IDENTIFIED BY 'next';\n");
    // The server reads the file as its own user.
    const command = [
      "sh",
      "-c",
      `cp ${users} /tmp/u.sql && chmod 644 /tmp/u.sql && exec "$@"`,
      "sh",
    ];
    database = await standIns.start(name, image, {
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
    const none = await standIns.outcome(`${name}-none`, image, {});
    expect(none).toMatchObject({ code: 1 });
    expect(none.output).toContain("the data folder is empty and nothing says what root's password");
    const env = ["MYSQL_ROOT_PASSWORD=a", "MYSQL_ROOT_PASSWORD_FILE=/run/secrets/root"];
    const two = await standIns.outcome(`${name}-two`, image, { env });
    expect(two).toMatchObject({ code: 1 });
    expect(two.output).toContain("MYSQL_ROOT_PASSWORD and MYSQL_ROOT_PASSWORD_FILE are both set");
  });

  test("a wrong option is told before anything is written", async () => {
    const env = ["MYSQL_ROOT_PASSWORD=a"];
    const wrong = await standIns.outcome(`${name}-wrong`, image, {
      env,
      command: ["--no-such-option=1"],
    });
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain("the server refuses its options");
    expect(wrong.output).toContain("no-such-option");
  });
});

describe("redis", () => {
  const image = CATALOG.redis.reference;
  const ask = (host: string, ...words: string[]) =>
    execIn(
      `${standIns.project}-redis-client`,
      "redis-cli",
      "-h",
      `${standIns.project}-${host}`,
      ...words,
    );

  beforeAll(() => standIns.start("redis-client", image, { command: ["sleep", "infinity"] }));

  test("answers the network without a password when none is set", async () => {
    const open = await standIns.start("redis-open", image);
    await eventually(async () => (await ask("redis-open", "ping")) === "PONG\n");
    expect(await execIn(open.id, "grep", "Uid", "/proc/1/status")).toContain("999\t999");
    expect(await stop(open)).toBe(0);
  });

  test("asks for its password, and data outlives the container", async () => {
    const volume = `${standIns.project}-redis`;
    await docker.createVolume({ Name: volume, Labels: standIns.labels });
    const options = {
      command: ["--requirepass", "right", "--appendonly", "yes"],
      binds: [`${volume}:/data`],
    };
    const answered = () => ask("redis", "-a", "right", "--no-auth-warning", "get", "key");
    const first = await standIns.start("redis", image, options);
    await eventually(async () => (await ask("redis", "ping")).includes("NOAUTH"));
    expect(await ask("redis", "-a", "wrong", "ping")).toContain("WRONGPASS");
    expect(await ask("redis", "-a", "right", "--no-auth-warning", "set", "key", "kept")).toBe(
      "OK\n",
    );
    expect(await stop(first)).toBe(0);
    const second = await standIns.start("redis", image, options);
    await eventually(async () => (await answered()) === "kept\n");
    expect(await stop(second)).toBe(0);
  });
});
