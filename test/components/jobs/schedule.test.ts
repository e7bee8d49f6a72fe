import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const SCRIPTS = resolve(__dirname, "../../../components/jobs");

/** `date` of a clock that stands in a file; what formats a given time is the real one. */
const DATE = `#!/bin/sh
case "$*" in
  +%s) cat "$CLOCK" ;;
  *) exec /bin/date "$@" ;;
esac
`;

/** Moves that clock, and has the scheduler stop at the end of the test's time; a run's timer is real. */
const SLEEP = `#!/bin/sh
case $1 in
  3600) exec /bin/sleep 20 ;;
  0.1) exec /bin/sleep 0.1 ;;
esac
time=$(($(cat "$CLOCK") + $1))
echo "$time" >"$CLOCK"
if [ "$time" -gt "$END" ]; then kill "$PPID"; fi
`;

const seconds = (time: string) => Date.parse(`${time}:00Z`) / 1000;

/** What is in one of its files, by key. */
const parsed = (text: string) =>
  Object.fromEntries(
    text
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );

describe.runIf(process.platform === "linux")("the schedule of a job", () => {
  let folder: string;
  let started: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-job-"));
    copyFileSync(join(SCRIPTS, "schedule.sh"), join(folder, "schedule.sh"));
    copyFileSync(join(SCRIPTS, "due.sh"), join(folder, ".berth-due.sh"));
    writeFileSync(join(folder, "made"), "");
  });
  afterEach(() => {
    started?.kill("SIGKILL");
    started = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const variables = (schedule: string, timeout = 3600) => ({
    PATH: process.env.PATH,
    BERTH_JOB_SCHEDULE: schedule,
    BERTH_JOB_OFFSETS: "0:0",
    BERTH_JOB_TIMEOUT: String(timeout),
    BERTH_JOB_STATE: folder,
  });
  const state = (file: string) => parsed(readFileSync(join(folder, file), "utf8"));
  const made = () => readFileSync(join(folder, "made"), "utf8").trim().split("\n").filter(Boolean);

  /** Lets it run by a clock of its own, and returns when its command ran. */
  function run(schedule: string, from: string, to: string, command = 'date +%s >>"$MADE"') {
    for (const [name, text] of Object.entries({ date: DATE, sleep: SLEEP })) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
    writeFileSync(join(folder, "clock"), `${seconds(from)}\n`);
    const env = {
      ...variables(schedule),
      PATH: `${folder}:${process.env.PATH}`,
      CLOCK: join(folder, "clock"),
      END: String(seconds(to)),
      MADE: join(folder, "made"),
    };
    const words = [join(folder, "schedule.sh"), "start", "sh", "-c", command];
    const { stdout, status } = spawnSync("sh", words, { env, encoding: "utf8" });
    expect(status).toBe(0);
    return {
      log: stdout,
      times: made().map((time) => new Date(Number(time) * 1000).toISOString().slice(11, 16)),
    };
  }

  test("runs at each of its minutes, and not when it begins", () => {
    const { times } = run("15,45 * * * *", "2026-11-21T00:15", "2026-11-21T01:50");
    expect(times).toEqual(["00:45", "01:15", "01:45"]);
    expect(state("last")).toMatchObject({ why: "schedule", code: "0", outcome: "ok" });
  });

  test("makes up once for what was missed while nothing ran", () => {
    run("0 * * * *", "2026-11-21T00:10", "2026-11-21T00:20");
    const { times } = run("0 * * * *", "2026-11-21T07:30", "2026-11-21T07:40");
    expect(times).toEqual(["07:30"]);
    expect(state("last").why).toBe("missed");
  });

  test("another schedule has missed nothing", () => {
    run("0 * * * *", "2026-11-21T00:10", "2026-11-21T00:20");
    expect(run("30 * * * *", "2026-11-21T07:40", "2026-11-21T07:50").times).toEqual([]);
  });

  test("leaves out what is due while a run goes on", () => {
    const slow = 'date +%s >>"$MADE"; echo $(($(cat "$CLOCK") + 200)) >"$CLOCK"';
    const { times, log } = run("* * * * *", "2026-11-21T00:00", "2026-11-21T00:09", slow);
    expect(times).toEqual(["00:01", "00:05", "00:09"]);
    expect(log).toContain("what was due meanwhile is left out");
  });

  test("notes the exit code of a run that fails, and goes on", () => {
    const { times, log } = run(
      "* * * * *",
      "2026-11-21T00:00",
      "2026-11-21T00:02",
      'date +%s >>"$MADE"; exit 7',
    );
    expect(times).toHaveLength(2);
    expect(state("last")).toMatchObject({ code: "7", outcome: "failed" });
    expect(log).toContain("the run ended with exit code 7");
  });

  /** Starts it by the real clock, with nothing due for months. */
  async function start(command: string, timeout?: number) {
    const env = variables("0 0 29 2 *", timeout);
    const words = [join(folder, "schedule.sh"), "start", "sh", "-c", command];
    started = spawn("sh", words, { env, stdio: "ignore" });
    await vi.waitFor(() => expect(existsSync(join(folder, "pid"))).toBe(true), 20_000);
    return started;
  }
  const tell = (...words: string[]) =>
    spawnSync("sh", [join(folder, "schedule.sh"), ...words], {
      env: variables("0 0 29 2 *"),
      encoding: "utf8",
    });
  const until = (key: string, value: string) =>
    vi.waitFor(() => {
      const { stdout } = tell("status");
      expect(parsed(stdout)[key]).toBe(value);
    }, 20_000);

  test("runs now where it is asked to, and refuses while it runs", async () => {
    await start(`until [ -e ${join("$BERTH_JOB_STATE", "go")} ]; do sleep 0.1; done; exit 3`);
    expect(tell("now", "first").status).toBe(0);
    await until("running.id", "first");
    expect(tell("now", "second").status).toBe(4);
    writeFileSync(join(folder, "go"), "");
    await until("last.id", "first");
    expect(state("last")).toMatchObject({ why: "now", code: "3", outcome: "failed" });
    expect(existsSync(join(folder, "running"))).toBe(false);
  }, 60_000);

  test("ends what takes too long, with all that it has started", async () => {
    const child = join("$BERTH_JOB_STATE", "child");
    await start(`sh -c 'echo $$ >${child}; sleep 600'; true`, 1);
    tell("now", "late");
    await until("last.outcome", "timeout");
    const pid = Number(readFileSync(join(folder, "child"), "utf8"));
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), 20_000);
  }, 60_000);

  test("a run that ends before its timer can be told so is no run without end", async () => {
    mkdirSync(join(folder, "bin"));
    writeFileSync(
      join(folder, "bin/sh"),
      '#!/bin/sh\ntrap : TERM; /bin/sleep 1; trap - TERM; exec /bin/sh "$@"\n',
    );
    chmodSync(join(folder, "bin/sh"), 0o755);
    const env = { ...variables("0 0 29 2 *"), PATH: `${folder}/bin:${process.env.PATH}` };
    const words = [join(folder, "schedule.sh"), "start", "true"];
    started = spawn("/bin/sh", words, { env, stdio: "ignore" });
    await vi.waitFor(() => expect(existsSync(join(folder, "pid"))).toBe(true), 20_000);
    tell("now", "short");
    await until("last.outcome", "ok");
  }, 60_000);

  test("lets a run come to its end before it stops", async () => {
    const scheduler = await start("sleep 1; exit 5");
    tell("now", "one");
    await until("running.id", "one");
    scheduler.kill("SIGTERM");
    await new Promise((resolve) => scheduler.on("exit", resolve));
    expect(state("last")).toMatchObject({ id: "one", code: "5" });
  }, 60_000);

  test("notes a run that was broken off, and does not begin it again", async () => {
    const scheduler = await start("sleep 15");
    tell("now", "one");
    await until("running.id", "one");
    scheduler.kill("SIGKILL");
    await new Promise((resolve) => scheduler.on("exit", resolve));
    rmSync(join(folder, "pid"));
    await start("true");
    expect(state("last")).toMatchObject({ id: "one", outcome: "broken-off", code: "" });
    expect(existsSync(join(folder, "running"))).toBe(false);
  }, 60_000);
});
