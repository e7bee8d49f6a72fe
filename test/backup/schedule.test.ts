import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const SCRIPT = resolve(__dirname, "../../backup/scripts/schedule.sh");

const DUE = resolve(__dirname, "../../components/jobs/due.sh");

/** `date` of a clock that stands in a file; what formats a given time is the real one. */
const DATE = `#!/bin/sh
case "$*" in
  +%s) cat "$CLOCK" ;;
  *) exec /bin/date "$@" ;;
esac
`;

/** Moves that clock, and ends the loop with it at the end of the test's time. */
const SLEEP = `#!/bin/sh
time=$(($(cat "$CLOCK") + $1))
echo "$time" >"$CLOCK"
if [ "$time" -gt "$END" ]; then kill "$PPID"; fi
`;

const DUMP = `
here=$(dirname "$0")
case $1 in
  newest) cat "$here/newest" ;;
  now | first) cat "$CLOCK" >>"$here/made"; echo "$1" >>"$here/commands" ;;
esac
if [ "$1" = "$BROKEN" ]; then echo "no space left"; exit 1; fi
`;

const seconds = (time: string) => Date.parse(`${time}:00Z`) / 1000;

// The images have GNU's or busybox's date, which read a time; those of other systems may not.
describe.runIf(process.platform === "linux")("the schedule", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-schedule-"));
    copyFileSync(SCRIPT, join(folder, "schedule.sh"));
    copyFileSync(DUE, join(folder, "due.sh"));
    for (const [name, text] of Object.entries({ date: DATE, sleep: SLEEP, "dump.sh": DUMP })) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Lets it run, and returns when it made backups. */
  function run(schedule: string, newest: string, from: string, to = from, broken = "") {
    const clock = join(folder, "clock");
    writeFileSync(clock, `${seconds(from)}\n`);
    writeFileSync(join(folder, "newest"), newest);
    writeFileSync(join(folder, "made"), "");
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      CLOCK: clock,
      END: String(seconds(to)),
      BROKEN: broken,
      BACKUP_SCHEDULE: schedule,
      BACKUP_STATUS: join(folder, "status"),
    };
    spawnSync("sh", [join(folder, "schedule.sh")], { env });
    const made = readFileSync(join(folder, "made"), "utf8").trim();
    return made
      .split("\n")
      .flatMap((time) =>
        time ? new Date(Number(time) * 1000).toISOString().slice(0, "2026-11-21T00:00".length) : [],
      );
  }
  const commands = () => readFileSync(join(folder, "commands"), "utf8").trim().split("\n");
  const status = () => readFileSync(join(folder, "status"), "utf8");

  test("begins with one where there is none, and makes one at each of its minutes", () => {
    const made = run("15,45 * * * *", "", "2026-11-21T00:20", "2026-11-21T01:50");
    expect(made).toEqual([
      "2026-11-21T00:20",
      "2026-11-21T00:45",
      "2026-11-21T01:15",
      "2026-11-21T01:45",
    ]);
    expect(status()).toBe("ok\n");
  });

  test.each([
    ["nothing that is still to come", "30 2 * * *", "20261120T023004Z", "2026-11-21T02:29", false],
    ["a time that was missed", "30 2 * * *", "20261120T023004Z", "2026-11-21T02:31", true],
    ["one of days ago", "30 2 * * *", "20261101T023004Z", "2026-11-21T01:00", true],
    ["the weekday alone: a Friday", "0 0 * * 5", "20261119T120000Z", "2026-11-20T12:00", true],
    ["the weekday alone: a Saturday", "0 0 * * 5", "20261120T120000Z", "2026-11-21T12:00", false],
    ["the day of the month", "0 0 1 * *", "20261031T120000Z", "2026-11-01T12:00", true],
    ["another day of the month", "0 0 1 * *", "20261101T120000Z", "2026-11-21T12:00", false],
    ["the month", "0 0 1 12 *", "20261031T120000Z", "2026-11-21T12:00", false],
    ["a leap day", "0 0 29 2 *", "20280228T120000Z", "2028-02-29T00:00", true],
    ["months ago, and nothing since", "0 0 1 1 *", "20260301T120000Z", "2026-11-21T12:00", false],
    ["months ago, and not made since", "0 0 1 7 *", "20260301T120000Z", "2026-11-21T12:00", true],
    ["one of a clock that was wrong", "0 0 1 1 *", "20990101T000000Z", "2026-11-21T12:00", true],
  ])("makes up for %s", (_, schedule, newest, now, isDue) => {
    expect(run(schedule, `${newest}.redis.rdb`, now)).toHaveLength(isDue ? 1 : 0);
  });

  test("the first of a start leaves more, as the data may be new and empty", () => {
    run("* * * * *", "20261120T023004Z.redis.rdb", "2026-11-21T00:20", "2026-11-21T00:22");
    expect(commands()).toEqual(["first", "now", "now"]);
  });

  test("nor does it where nothing was due at the start", () => {
    run("21,22 * * * *", "20261121T002004Z.redis.rdb", "2026-11-21T00:20", "2026-11-21T00:22");
    expect(commands()).toEqual(["first", "now"]);
  });

  test("tries a failed one again every five minutes, and says what was wrong", () => {
    const made = run("0 * * * *", "", "2026-11-21T00:00", "2026-11-21T00:11", "first");
    expect(made).toEqual(["2026-11-21T00:00", "2026-11-21T00:05", "2026-11-21T00:10"]);
    expect(status()).toMatch(/^no backup at \d{4}-\d\d-\d\d \d\d:\d\d: no space left\n$/);
  });

  test("waits for the database before anything else", () => {
    expect(run("* * * * *", "", "2026-11-21T00:00", "2026-11-21T00:01", "check")).toEqual([]);
    expect(status()).toContain("no space left");
  });
});
