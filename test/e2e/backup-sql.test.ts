import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backup, backups, brokenCopies, fourWriters, mustBackup } from "../support/backup";
import { execIn, leftovers } from "../support/docker";
import { eventually, get, post } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 21100;
const NAME = "e2e-backup-sql";

const project = new Project(NAME);
const settings = (port: number, more: object) => ({
  mode: "dev",
  app: { name: "widgets", port },
  ...more,
});

afterAll(() => project.remove());

describe.each([
  { engine: "mariadb", client: "mariadb", port: PORT },
  { engine: "mysql", client: "mysql", port: PORT + 1 },
])("a backup of $engine", ({ engine, client, port }) => {
  const server = `${NAME}-${engine}-database`;
  const login = `${client} --defaults-extra-file=/run/secrets/client.cnf`;
  const sql = async (statement: string) =>
    (await execIn(server, "sh", "-c", `${login} -N -B -e "$1"`, "sh", statement)).trim();
  /** Rows of each writer, and the number of its last one, in both tables. */
  const written = async () => {
    const of = (table: string) => sql(`SELECT w, COUNT(*), MAX(i) FROM ${table} GROUP BY w`);
    const [a, b] = [await of("a"), await of("b")];
    return { a: a.split("\n").map((row) => row.split("\t").map(Number)), isOne: a === b };
  };

  beforeAll(async () => {
    const every = { schedule: "* * * * *", keep: 3 };
    await project.stack(engine, settings(port, { database: engine, backup: every }));
    await project.mustUp(engine);
    await post(`http://localhost:${port}/initdb`);
    await sql("CREATE TABLE a (w INT, i INT, PRIMARY KEY (w, i)); CREATE TABLE b LIKE a");
  });

  test("the stack has one from the start", async () => {
    const [first] = await backups(project, engine);
    expect(first).toMatchObject({ engine, bytes: expect.any(Number) });
    const again = await project.up(engine, "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
  });

  test("while four clients write, it is a consistent prefix of what each of them wrote", async () => {
    const row =
      "printf 'BEGIN; INSERT INTO %s VALUES (%s, %s); INSERT INTO %s VALUES (%s, %s); COMMIT;\\n'";
    const stop = fourWriters(server, login, `${row} a $w $i b $w $i`);
    await eventually(async () => (await written()).a.length === 4);
    const before = await written();
    const name = (await mustBackup(project, engine, "now")).trim();
    const after = await written();
    await sleep(500);
    expect(await stop()).toBe("");

    const output = await mustBackup(project, engine, "restore", name, "--yes");
    expect(output).toMatch(/backed up what was there: \S+\.sql\.gz\n/);
    expect(output).toContain(`restored ${name} of the stack ${engine}`);
    const restored = await written();
    expect(restored.isOne, "no transaction is there by half").toBe(true);
    restored.a.forEach(([writer, count = 0, last = 0], index) => {
      expect(count, `no row of the writer ${writer} is missing`).toBe(last);
      expect(last).toBeGreaterThanOrEqual(before.a[index]?.[2] ?? Number.NaN);
      expect(last).toBeLessThanOrEqual(after.a[index]?.[2] ?? Number.NaN);
    });
    expect(await get(`http://localhost:${port}/widgets`)).toBe("[]\n");
  });

  test("views, routines, triggers and events come back, against an app that makes its own tables", async () => {
    const root = `MYSQL_PWD=$(cat /run/secrets/root-password) ${client} -uroot`;
    const trust = "SET GLOBAL log_bin_trust_function_creators = 1";
    await execIn(server, "sh", "-c", `${root} -e "${trust}"`);
    expect(await sql(CODE)).toBe("");
    const name = (await mustBackup(project, engine, "now")).trim();
    await sql("DROP VIEW doubled; DROP FUNCTION twice; DROP TABLE a; DROP EVENT tidy");
    const making = `while [ ! -e /tmp/made ]; do ${login} -e "$1" || :; done 2>/dev/null`;
    const make = ["sh", "-c", making, "sh", "CREATE TABLE IF NOT EXISTS a (w INT)"];
    const app = execIn(server, ...make);
    await mustBackup(project, engine, "restore", name, "--yes", "--without-backup");
    await execIn(server, "touch", "/tmp/made");
    await app;

    await sql("INSERT INTO a VALUES (9, 21)");
    expect(await sql("SELECT * FROM doubled WHERE w = 9; SELECT i FROM log")).toBe("9\t42\n21");
    expect(await sql("SHOW EVENTS")).toContain("tidy");
    expect(await sql("SHOW DATABASES")).not.toContain("berth_restore");
    await sql("DROP VIEW doubled; DROP FUNCTION twice; DROP EVENT tidy; DROP TABLE log");
  });
});

/** All that a database can hold beside tables: the view needs the routine, the trigger the table. */
const CODE = [
  "CREATE TABLE log (i INT)",
  "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2",
  "CREATE VIEW doubled AS SELECT w, twice(i) AS i FROM a",
  "CREATE TRIGGER noted AFTER INSERT ON a FOR EACH ROW INSERT INTO log VALUES (NEW.i)",
  "CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY DO DELETE FROM log WHERE i < 0",
].join("; ");

describe("backups of mysql", () => {
  const restoring = (what: string) => backup(project, "mysql", "restore", what, "--yes");

  test("one that is broken is refused, and nothing is touched", async () => {
    await mustBackup(project, "mysql", "get", "latest", "good.sql.gz");
    const made = (await backups(project, "mysql")).length;
    for (const [file, why] of brokenCopies(project, "good.sql.gz")) {
      const { code, output } = await restoring(file);
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(why) });
      expect(output).toContain("; nothing was changed\n");
    }
    expect(await backups(project, "mysql"), "not even a backup was made first").toHaveLength(made);
  });

  test("without --yes and without a terminal, nothing is restored", async () => {
    const { code, output } = await backup(project, "mysql", "restore", "latest");
    expect(code).toBe(1);
    expect(output).toContain("everything in the mysql database widgets of the stack mysql");
    expect(output).toContain("say so with --yes");
  });

  test("a damage in the volume shows by its checksum", async () => {
    const name = (await mustBackup(project, "mysql", "now")).trim();
    await execIn(`${NAME}-mysql-backup`, "sh", "-c", `printf x >>/var/lib/mysql/${name}`);
    const { code, output } = await restoring(name);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("SHA-256") });
  });

  test("as many are kept as is said, the newest ones", async () => {
    for (const _ of [1, 2, 3]) await mustBackup(project, "mysql", "now");
    const newest = (await mustBackup(project, "mysql", "now")).trim();
    const names = (await backups(project, "mysql")).map(({ name }) => name);
    expect(names).toHaveLength(3);
    expect(names).toContain(newest);
  });

  test("a destroy leaves them, and they can still be listed", async () => {
    succeeded(await project.destroy("mysql"));
    expect(await leftovers(NAME)).toContain(`volume ${NAME}-mysql-backups`);
    expect((await backups(project, "mysql")).length).toBeGreaterThan(0);
  });
});

test("a backup goes into another stack, whose own password holds", async () => {
  const url = `http://localhost:${PORT}`;
  await post(`${url}/widgets`, { name: "sprocket", description: "of the first stack" });
  await mustBackup(project, "mariadb", "now");
  const database = { engine: "mariadb", name: "other", user: "somebody" };
  await project.stack("copy", settings(PORT + 2, { database }));
  await project.mustUp("copy");

  const restored = await mustBackup(
    project,
    "copy",
    "restore",
    "latest",
    "--from",
    "mariadb",
    "-y",
  );
  expect(restored).not.toContain("backed up what was there");
  expect(JSON.parse(await get(`http://localhost:${PORT + 2}/widgets`))).toEqual([
    { name: "sprocket", description: "of the first stack" },
  ]);
  const { code, output } = await backup(project, "copy", "now");
  expect(code).toBe(1);
  expect(output).toContain("pulumi config set --stack copy backup daily");
  await mustBackup(project, "copy", "now", "copy.sql.gz");
  await mustBackup(project, "mariadb", "restore", "./copy.sql.gz", "--yes");
});

test("the schedule makes one each minute", async () => {
  const onTheMinute = async () =>
    (await backups(project, "mariadb")).some(({ made }) => /:0\dZ$/.test(made));
  await eventually(onTheMinute);
});
