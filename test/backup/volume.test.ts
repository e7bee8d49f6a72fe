import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { restoringScripts } from "../../backup/scripts";

const python = (script: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync("python3", ["-c", script, ...words], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.trim();
};

/** Rows of a table whose last ones are in the log of a writer that goes on. */
const WRITER = `import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL"); db.execute("PRAGMA wal_autocheckpoint=0")
db.execute("CREATE TABLE IF NOT EXISTS t (i INTEGER)")
db.executemany("INSERT INTO t VALUES (?)", [(i,) for i in range(100)])
os._exit(0)`;
const COUNT = `import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT COUNT(*) FROM t").fetchone()[0])`;

const hasPython = spawnSync("python3", ["-c", "import sqlite3"]).status === 0;

describe.runIf(hasPython)("a volume", () => {
  let root: string;
  let volume: string;
  let file: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "berth-volume-"));
    volume = join(root, "volume");
    file = join(root, "20260101T000000Z.volume.tar.gz");
    for (const folder of ["volume", "scripts"]) mkdirSync(join(root, folder));
    for (const { name, content } of restoringScripts("volume")) {
      writeFileSync(join(root, "scripts", name), content);
    }
    mkdirSync(join(volume, "photos"));
    writeFileSync(join(volume, "photos", "a.jpg"), "a picture");
    symlinkSync("photos/a.jpg", join(volume, "latest"));
    python(WRITER, join(volume, "app.db"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Runs a script as a container would. */
  function run(script: string, ...words: string[]) {
    const env = {
      PATH: process.env.PATH,
      BACKUP_ENGINE: "volume",
      BACKUP_FOLDER: join(root, "backups"),
      BACKUP_VOLUME: volume,
    };
    const { status, stderr } = spawnSync("sh", [join(root, "scripts", script), ...words], {
      env,
      encoding: "utf8",
    });
    return { status, stderr: stderr.trim() };
  }
  const OK = { status: 0, stderr: "" };
  const copied = () => {
    mkdirSync(join(root, "backups"), { recursive: true });
    expect(run("dump.sh", "keep-all")).toEqual(OK);
    const [name] = readdirSync(join(root, "backups")).filter((it) => it.endsWith(".gz"));
    renameSync(join(root, "backups", name ?? ""), file);
  };

  test("comes back as it was, with all that a database's log held", () => {
    expect(existsSync(join(volume, "app.db-wal")), "there is a log").toBe(true);
    copied();
    rmSync(join(volume, "photos"), { recursive: true });
    writeFileSync(join(volume, "later"), "is gone again");

    expect(run("restore.sh", "verify", file)).toEqual(OK);
    expect(run("restore.sh", "load", file)).toEqual(OK);
    expect(existsSync(join(volume, "later")), "beside what is there").toBe(true);
    expect(run("restore.sh", "swap")).toEqual(OK);
    expect(readdirSync(volume).sort()).toEqual(["app.db", "latest", "photos"]);
    expect(readFileSync(join(volume, "latest"), "utf8")).toBe("a picture");
    expect(python(COUNT, join(volume, "app.db"))).toBe("100");
  });

  test("is not backed up with a database that is damaged", () => {
    const database = join(volume, "app.db");
    python(
      "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version')",
      database,
    );
    const content = readFileSync(database);
    writeFileSync(database, content.fill(7, 100, 2000));
    rmSync(`${database}-wal`, { force: true });
    mkdirSync(join(root, "backups"));
    const { status, stderr } = run("dump.sh", "keep-all");
    expect(status).toBe(1);
    expect(stderr).toContain("the SQLite database app.db");
    expect(readdirSync(join(root, "backups"))).toEqual([]);
  });

  test.each([
    ["cut off", (content: Buffer) => content.subarray(0, content.length - 20)],
    [
      "overwritten in its middle",
      (content: Buffer) => content.fill(255, content.length >> 1, (content.length >> 1) + 16),
    ],
  ])("is not touched by a file that is %s", (_, broken) => {
    copied();
    writeFileSync(file, broken(readFileSync(file)));
    const { status, stderr } = run("restore.sh", "verify", file);
    expect(status).toBe(1);
    expect(stderr).toContain("is damaged or was cut off");
  });

  test("that is half moved is no backup, and the next restore ends what was broken off", () => {
    copied();
    expect(run("restore.sh", "load", file)).toEqual(OK);
    // As a kill leaves it: one of two moved out, none moved in.
    mkdirSync(join(volume, ".berth-former"));
    writeFileSync(join(volume, ".berth-swap"), "out");
    renameSync(join(volume, "photos"), join(volume, ".berth-former", "photos"));
    expect(run("dump.sh", "keep-all")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("a restore was broken off while the files were moved"),
    });
    expect(run("restore.sh", "load", file)).toEqual(OK);
    expect(readdirSync(volume).sort()).toEqual([".berth-restore", "app.db", "latest", "photos"]);
    expect(run("restore.sh", "drop")).toEqual(OK);
    expect(python(COUNT, join(volume, "app.db"))).toBe("100");
    copied();
  });
});
