import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildImage } from "../support/build-image";
import { docker, execIn, leftovers } from "../support/docker";
import { get, post } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18300;
const URL = `http://localhost:${PORT}`;

describe("the databases", () => {
  const project = new Project("e2e-databases");
  const settings = (database: unknown) => ({
    mode: "dev",
    app: { name: "widgets", port: PORT },
    database,
  });
  const widgets = async () => JSON.parse(await get(`${URL}/widgets`));

  /** An image of MySQL with options of its own, as people derive one from the official image. */
  const derived = (tag: number) => `${project.name}-mysql:${tag}`;
  const derive = (tag: number, packet: string) =>
    buildImage(derived(tag), "FROM mysql:9.7\nCOPY custom.cnf /etc/mysql/conf.d/\n", {
      "custom.cnf": `[mysqld]\nmax_allowed_packet=${packet}\nsql_mode=ANSI_QUOTES\n`,
    });

  beforeAll(async () => {
    await derive(1, "128M");
    await derive(2, "256M");
    await project.stack("dev", settings("redis"));
  });
  afterAll(async () => {
    await project.remove();
    for (const tag of [1, 2]) await docker.getImage(derived(tag)).remove();
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

  /** Each one follows the one before in the same stack: switching is part of the test. */
  const comesUp = async (engine: string) => {
    project.configure("dev", settings(engine === "mysql" ? { engine, image: derived(1) } : engine));
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

  test.for(["mariadb", "postgres", "redis"])("%s comes up healthy", comesUp);

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
