import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backup, backups, mustBackup } from "../support/backup";
import { docker, execIn, leftovers } from "../support/docker";
import { eventually } from "../support/http";
import { Project, succeeded } from "../support/project";

const NAME = "e2e-backup-volumes";
const APP = (stack: string) => `${NAME}-${stack}-app`;

/** Writes two rows in each transaction, without a pause, and serves its folder. */
const WRITER = `import os, sqlite3, threading
from http.server import ThreadingHTTPServer, SimpleHTTPRequestHandler
os.chdir("/srv/files")
db = sqlite3.connect("app.db", check_same_thread=False)
db.execute("PRAGMA journal_mode=WAL")
db.execute("CREATE TABLE IF NOT EXISTS a (i INTEGER)")
db.execute("CREATE TABLE IF NOT EXISTS b (i INTEGER)")
db.commit()
def write():
    while True:
        with db:
            db.execute("INSERT INTO a SELECT COUNT(*) FROM a")
            db.execute("INSERT INTO b SELECT COUNT(*) FROM b")
threading.Thread(target=write, daemon=True).start()
ThreadingHTTPServer(("", 8000), SimpleHTTPRequestHandler).serve_forever()`;

/** Rows of both tables, each as SQL counts them, at one moment. */
const COUNT = `import sqlite3
db = sqlite3.connect("/srv/files/app.db", isolation_level=None)
db.execute("BEGIN")
print(*[x for t in "ab" for x in db.execute(f"SELECT COUNT(*), COALESCE(MAX(i), -1) FROM {t}").fetchone()])`;

// Each `up` and `destroy` is another engine's turn.
const project = new Project(NAME);

const settings = (port: number, user: string, more: object) => ({
  database: "none",
  rollout: "recreate",
  app: {
    image: "python:3.13-slim",
    user,
    command: ["python3", "-c", WRITER],
    containerPort: 8000,
    port,
    healthPath: "/",
    volumes: { files: "/srv/files" },
  },
  ...more,
});

async function counted(stack: string) {
  const [rows = 0, last, others, otherLast] = (await execIn(APP(stack), "python3", "-c", COUNT))
    .trim()
    .split(" ")
    .map(Number);
  expect([others, last, otherLast], "no transaction by half").toEqual([rows, rows - 1, rows - 1]);
  return rows;
}
const put = (stack: string, name: string, text: string) =>
  execIn(
    APP(stack),
    "sh",
    "-c",
    `printf %s ${text} >/srv/files/${name} && chmod 600 /srv/files/${name}`,
  );
const files = async (stack: string) =>
  (await execIn(APP(stack), "sh", "-c", "cd /srv/files && ls -A | grep -v app.db")).trim();

beforeAll(async () => {
  await project.stack("prod", settings(21510, "1234:1234", { mode: "prod", backup: "weekly" }));
  await project.mustUp("prod");
});
afterAll(() => project.remove());

let name: string;

test("a backup while the app writes is of one moment, and comes back", async () => {
  await eventually(async () => (await counted("prod")) > 20);
  await put("prod", "photo.jpg", "first");
  const before = await counted("prod");
  name = (await mustBackup(project, "prod", "now")).trim();
  expect(name).toMatch(/^\d{8}T\d{6}Z\.volume\.tar\.gz$/);
  const after = await counted("prod");
  await put("prod", "photo.jpg", "second");
  await put("prod", "later.jpg", "third");

  const output = await mustBackup(project, "prod", "restore", name, "--yes");
  expect(output).toMatch(/backed up what was there: \S+\.volume\.tar\.gz\n/);
  expect(output).toContain(`stopping ${NAME}-prod-`);
  expect(await files("prod")).toBe("photo.jpg");
  expect(await execIn(APP("prod"), "cat", "/srv/files/photo.jpg"), "as its user").toBe("first");
  const rows = await counted("prod");
  expect(rows).toBeGreaterThanOrEqual(before);
  await eventually(async () => (await counted("prod")) > Math.max(rows, after));
});

test("the next up finds nothing to change", async () => {
  const again = await project.up("prod", "--expect-no-changes");
  expect(again.code, again.output).toBe(0);
});

test("it goes to another stack, whose app has another user and no backups", async () => {
  await project.stack("dev", settings(21511, "4321:4321", { mode: "dev" }));
  await project.mustUp("dev");
  const restored = ["restore", name, "--from", "prod", "--volume", "files", "--yes"];
  await mustBackup(project, "dev", ...restored);
  expect(await files("dev")).toBe("photo.jpg");
  expect(await execIn(APP("dev"), "cat", "/srv/files/photo.jpg")).toBe("first");
  await eventually(async () => (await counted("dev")) > 0);
});

test("a broken file is refused, and nothing is touched", async () => {
  await mustBackup(project, "prod", "get", name, "good.tar.gz");
  const good = readFileSync(project.path("good.tar.gz"));
  writeFileSync(project.path("cut.tar.gz"), good.subarray(0, good.length >> 1));
  const { code, output } = await backup(project, "prod", "restore", "./cut.tar.gz", "--yes");
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringContaining("is damaged or was cut off"),
  });
  expect(output).toContain("; nothing was changed\n");
  const { State: state } = await docker.getContainer(APP("prod")).inspect();
  expect(state.Running).toBe(true);
});

test("a destroy keeps both volumes", async () => {
  const listed = await backups(project, "prod");
  expect(listed.at(-1)).toMatchObject({ engine: "volume", volume: "files" });
  succeeded(await project.destroy("prod"));
  succeeded(await project.destroy("dev"));
  expect((await leftovers(NAME)).sort()).toEqual([
    `volume ${NAME}-prod-files`,
    `volume ${NAME}-prod-volume-files-backups`,
  ]);
});
