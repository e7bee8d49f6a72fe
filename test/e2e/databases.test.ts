import { cpSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildImage } from "../support/build-image";
import { docker, execIn, leftovers } from "../support/docker";
import { get, post } from "../support/http";
import { Project, succeeded } from "../support/project";
import { run } from "../support/pulumi-cli";

const PORT = 18300;
const URL = `http://localhost:${PORT}`;

/** An older release of the server, which the image's own system has beside it. */
const olderPostgres = (major: number) => `FROM postgres:18
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-${major} && rm -rf /var/lib/apt/lists/*
ENV PG_MAJOR=${major} PATH=/usr/lib/postgresql/${major}/bin:$PATH PGDATA=/var/lib/postgresql/${major}/docker
`;

describe("the databases", () => {
  const project = new Project("e2e-databases");
  const settings = (database: unknown) => ({
    mode: "dev",
    app: { name: "widgets", port: PORT },
    database,
  });
  const widgets = async () => JSON.parse(await get(`${URL}/widgets`));

  /** An image of MySQL with options of its own, as people derive one from the official image. */
  const derived = (tag: number, of = "mysql") => `${project.name}-${of}:${tag}`;
  const derive = (tag: number, packet: string) =>
    buildImage(derived(tag), "FROM mysql:9.7\nCOPY custom.cnf /etc/mysql/conf.d/\n", {
      "custom.cnf": `[mysqld]\nmax_allowed_packet=${packet}\nsql_mode=ANSI_QUOTES\n`,
    });

  const OLD_POSTGRES = derived(17, "postgres");

  beforeAll(async () => {
    await derive(1, "128M");
    await derive(2, "256M");
    await buildImage(OLD_POSTGRES, olderPostgres(17));
    await project.stack("dev", settings("redis"));
  });
  afterAll(async () => {
    await project.remove();
    for (const image of [derived(1), derived(2), OLD_POSTGRES])
      await docker.getImage(image).remove();
  });

  /** What a client by hand gets, which reads no options but those of the container. */
  const ask = (query: string) =>
    execIn(
      `${project.name}-dev-database`,
      "sh",
      "-c",
      `MYSQL_PWD=$(cat /run/secrets/root-password) mysql -uroot -N -e "$0"`,
      query,
    );

  /** Where it is not the engine's own image. */
  const images: Record<string, string> = { mysql: derived(1), postgres: OLD_POSTGRES };

  /** Each one follows the one before in the same stack: switching is part of the test. */
  const comesUp = async (engine: string) => {
    const image = images[engine];
    project.configure("dev", settings(image === undefined ? engine : { engine, image }));
    await project.mustUp("dev");
    expect(JSON.parse(await get(`${URL}/healthz`))).toEqual({
      status: "ok",
      database: engine === "mariadb" ? "mysql" : engine,
    });
    await post(`${URL}/initdb`);
    expect(await post(`${URL}/widgets`, { name: engine, description: "kept here" })).toBe(201);
    expect(await widgets()).toEqual([{ name: engine, description: "kept here" }]);
    succeeded(await project.preview("dev", "--refresh", "--expect-no-changes"));
  };

  test.for(["redis", "mysql"])("%s comes up healthy", comesUp);

  test("a newer image's options hold, a person's own win, and buffers fit into the limit", async () => {
    const asked = "select @@max_allowed_packet >> 20, @@sql_mode, @@innodb_buffer_pool_size >> 20";
    expect((await ask(asked)).trim()).toBe("128\tANSI_QUOTES\t128");
    const config = "sql_mode = STRICT_ALL_TABLES\n";
    const limits = { memory: "1g" };
    const database = { engine: "mysql", image: derived(2), config, limits };
    project.configure("dev", settings({ ...database, config: "sql_moed = STRICT_ALL_TABLES\n" }));
    const { code, output } = await project.up("dev");
    expect(code).toBe(1);
    expect(output).toMatch(/database\.config: \S+-mysql:2 refuses it; nothing was changed/);
    project.configure("dev", settings(database));
    await project.mustUp("dev");
    expect((await ask(asked)).trim()).toBe("256\tSTRICT_ALL_TABLES\t256");
    expect((await ask("select @@character_set_client, char_length('ü')")).trim()).toBe(
      "utf8mb4\t1",
    );
    expect(await widgets()).toHaveLength(1);
    succeeded(await project.preview("dev", "--refresh", "--expect-no-changes"));
  });

  test.for(["mariadb", "postgres"])("%s comes up healthy", comesUp);

  describe("PostgreSQL 17 -> 18", () => {
    const volume = `${project.name}-dev-postgres-data`;
    const postgres = (image: string, more = {}) =>
      project.configure("dev", settings({ engine: "postgres", image, ...more }));
    const volumes = async () =>
      (await leftovers(project.name)).filter((line) => line.startsWith(`volume ${volume}`));
    const psql = (password: string, ...args: string[]) =>
      execIn(
        `${project.name}-dev-database`,
        ...["sh", "-c", `export PGPASSWORD="${password}"; exec psql -h 127.0.0.1 "$@" 2>&1`, "sh"],
        ...["--no-psqlrc", "--quiet", "-At", ...args],
      );
    const reports = (sql: string) =>
      psql("of-before", "--username=reader", "--dbname=reports", `--command=${sql}`);

    test("the plan says the step, and what will be felt of it", async () => {
      const statements = [
        "CREATE ROLE reader LOGIN PASSWORD 'of-before'",
        "CREATE DATABASE reports OWNER reader",
      ].map((statement) => `--command=${statement}`);
      const admin = "$(cat /run/secrets/superuser-password)";
      expect(await psql(admin, "--username=postgres", ...statements)).toBe("");
      const rows = "SELECT i, 'row ' || i AS text FROM generate_series(1, 5000) AS i";
      expect(await reports(`CREATE TABLE lines AS ${rows}`)).toBe("");
      postgres("postgres:18");
      // The wrapper, which says what will be felt, looks for images that it could build.
      cpSync(resolve(__dirname, "../../images"), project.path("images"), { recursive: true });
      const { output } = await run(
        project.path("pulumiw"),
        ["preview", "--stack", "dev", "--engine", "embedded"],
        {
          ...{ cwd: project.folder, env: project.invocation().env },
        },
      );
      expect(output).toContain(
        `database: PostgreSQL 17 -> 18: dump, load beside, check, swap; the database is away meanwhile; the volume ${volume}-17 keeps the data as it is now`,
      );
      expect(output).toMatch(/What will be felt:\n +database +upgraded: PostgreSQL 17 -> 18 /);
      expect(await volumes()).toEqual([`volume ${volume}`]);
    });

    test("up brings over every row, role and database, and keeps what was", async () => {
      const output = await project.mustUp("dev");
      expect(output).toMatch(
        /checked: \d+ tables and sequences, \d+ rows and numbers are the same/,
      );
      expect(await widgets()).toEqual([{ name: "postgres", description: "kept here" }]);
      expect(await reports("SELECT count(*), sum(i), max(text) FROM lines")).toBe(
        "5000|12502500|row 999\n",
      );
      expect(await reports("SHOW server_version")).toMatch(/^18/);
      expect(await volumes()).toEqual([`volume ${volume}`, `volume ${volume}-17`]);
      succeeded(await project.preview("dev", "--refresh", "--expect-no-changes"));
    });

    test("the old version is refused with the way back", async () => {
      postgres(OLD_POSTGRES);
      const { code, output } = await project.up("dev");
      expect(code).toBe(1);
      expect(output).toContain(
        `database.image: ${OLD_POSTGRES} is PostgreSQL 17, and the data of this stack is of 18, which it cannot read; nothing was changed. One of:`,
      );
      expect(output).toContain(`the volume ${volume}-17 has it: docker stop`);
    });

    test("formerVolume: remove deletes what was kept", async () => {
      postgres("postgres:18", { formerVolume: "remove" });
      await project.mustUp("dev");
      expect(await volumes()).toEqual([`volume ${volume}`]);
      expect(await widgets()).toHaveLength(1);
    });
  });

  test("redis comes up healthy", () => comesUp("redis"));

  test("Redis asks for its password, and keeps its data when its container is replaced", async () => {
    const limits = { memory: "128m", pids: 64 };
    project.configure("dev", settings({ engine: "redis", limits, port: PORT + 1 }));
    await project.mustUp("dev");
    expect(await widgets()).toHaveLength(1);
    const { HostConfig } = await docker.getContainer("e2e-databases-dev-database").inspect();
    expect(HostConfig.Memory).toBe(128 * 1024 * 1024);
    expect(HostConfig.PidsLimit).toBe(64);
    expect(HostConfig.PortBindings).toEqual({
      "6379/tcp": [{ HostIp: "127.0.0.1", HostPort: String(PORT + 1) }],
    });
  });

  test("none takes the database away", async () => {
    project.configure("dev", settings("none"));
    await project.mustUp("dev");
    expect(JSON.parse(await get(`${URL}/healthz`))).toEqual({ status: "ok", database: "none" });
    expect(await project.outputs("dev")).not.toHaveProperty("databaseUrl");
    expect(await leftovers(project.name)).toEqual([
      "container e2e-databases-dev-app",
      "network e2e-databases-dev",
    ]);
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
