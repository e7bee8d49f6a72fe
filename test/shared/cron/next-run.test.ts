import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { Cron } from "croner";
import { describe, expect, test } from "vitest";
import { cronFields, plainCron } from "../../../shared/cron/fields";
import { nextRun } from "../../../shared/cron/next-run";
import { isTimeZone, offsetsIn, offsetsOf, offsetsText } from "../../../shared/cron/zone";

const minuteOf = (time: string) => Date.parse(time) / 60_000;
const timeOf = (minute: number | undefined) =>
  minute === undefined ? "never" : new Date(minute * 60_000).toISOString().slice(0, 16);

/** The runs of a line after a time. */
function runs(line: string, zone: string, after: string, count: number): string[] {
  const fields = fieldsOf(line);
  const times: string[] = [];
  let minute: number | undefined = minuteOf(after);
  for (let index = 0; index < count && minute !== undefined; index++) {
    minute = nextRun(fields, offsetsOf(zone), minute);
    times.push(timeOf(minute));
  }
  return times;
}

function fieldsOf(line: string) {
  const fields = cronFields(line);
  if (!fields) throw new Error(`${line} is no schedule`);
  return fields;
}

const BERLIN = "Europe/Berlin";

test("a time that the clocks leave out is made up for after it, once", () => {
  expect(runs("30 2 * * *", BERLIN, "2026-03-28T00:00Z", 3)).toEqual([
    "2026-03-28T01:30",
    "2026-03-29T01:00",
    "2026-03-30T00:30",
  ]);
  expect(runs("*/10 2 * * *", BERLIN, "2026-03-28T01:45Z", 3)).toEqual([
    "2026-03-28T01:50",
    "2026-03-29T01:00",
    "2026-03-30T00:00",
  ]);
});

test("a time that the clocks show twice counts once", () => {
  expect(runs("30 2 * * *", BERLIN, "2026-10-24T12:00Z", 2)).toEqual([
    "2026-10-25T00:30",
    "2026-10-26T01:30",
  ]);
  expect(runs("0 1-3 * * *", BERLIN, "2026-10-24T22:30Z", 3)).toEqual([
    "2026-10-24T23:00",
    "2026-10-25T00:00",
    "2026-10-25T02:00",
  ]);
});

test("without an hour of its own it goes by what passes", () => {
  expect(runs("30 * * * *", BERLIN, "2026-10-25T00:00Z", 3)).toEqual([
    "2026-10-25T00:30",
    "2026-10-25T01:30",
    "2026-10-25T02:30",
  ]);
  expect(runs("30 * * * *", BERLIN, "2026-03-29T00:00Z", 2)).toEqual([
    "2026-03-29T00:30",
    "2026-03-29T01:30",
  ]);
});

test("a leap day is waited for, also over 2100", () => {
  expect(timeOf(nextRun(fieldsOf("0 0 29 2 *"), offsetsOf("UTC"), minuteOf("2096-03-01")))).toBe(
    "2104-02-29T00:00",
  );
});

const ZONES = [
  "UTC",
  BERLIN,
  "America/New_York",
  "America/Sao_Paulo",
  "Africa/Casablanca",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Europe/Dublin",
];

/** The same numbers each time. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/** Lines, zones and times, many of them near a change of the clocks. */
function cases(count: number) {
  const below = generator(17);
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const number = (from: number, to: number) => from + below(to - from + 1);
  const field = (from: number, to: number, star: number) => {
    if (below(10) < star) return "*";
    const one = number(from, to);
    return pick([
      `${one}`,
      `${one}-${number(one, to)}`,
      `*/${number(1, to)}`,
      `${one},${number(from, to)}`,
    ]);
  };
  const months = ["jan", "feb-apr", "*/3", "oct", "10,11", "3"];
  return Array.from({ length: count }, () => {
    const zone = pick(ZONES);
    const day = field(1, 28, 6);
    const weekday = day === "*" ? pick([field(0, 7, 6), "mon-fri", "sun"]) : "*";
    const month = below(10) < 7 ? "*" : pick(months);
    const line = `${field(0, 59, 2)} ${field(0, 23, 3)} ${day} ${month} ${weekday}`;
    const change = pick(offsetsOf(zone).slice(1, 20))?.from ?? minuteOf("2026-02-01");
    const after = Math.floor(change) + number(-2000, 300);
    return { line, zone, after };
  });
}

describe("generated schedules", () => {
  const generated = cases(500);
  const offsets = new Map(ZONES.map((zone) => [zone, offsetsOf(zone)]));
  const expected = generated.map(({ line, zone, after }) =>
    nextRun(fieldsOf(line), offsets.get(zone) ?? [], after),
  );

  test("the shell comes to the same minutes", () => {
    const script = `. "$1"
while IFS='|' read -r SCHEDULE OFFSETS after; do
  split_schedule
  next_run "$after" $((after + 4217000))
  echo "$due"
done`;
    const input = generated.map(({ line, zone, after }) =>
      [plainCron(fieldsOf(line)), offsetsText(offsets.get(zone) ?? []), after].join("|"),
    );
    const due = resolve(__dirname, "../../../components/jobs/due.sh");
    const { stdout, stderr } = spawnSync("sh", ["-euc", script, "sh", due], {
      input: `${input.join("\n")}\n`,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const found = stdout.trimEnd().split("\n");
    const wrong = generated.flatMap((one, index) =>
      found[index] === String(expected[index])
        ? []
        : { ...one, shell: timeOf(Number(found[index])), expected: timeOf(expected[index]) },
    );
    expect(wrong).toEqual([]);
  });

  test("a library comes to them, too, but for those that the clocks leave out or show twice", () => {
    const wrong = generated.flatMap(({ line, zone, after }, index) => {
      const change = offsets
        .get(zone)
        ?.some(({ from }) => Math.abs(from - (expected[index] ?? 0)) <= 121);
      const job = new Cron(line, { timezone: zone, paused: true });
      const next = job.nextRun(new Date(after * 60_000 + 59_000));
      const minute = next ? next.getTime() / 60_000 : undefined;
      return minute === expected[index] || change
        ? []
        : { line, zone, library: timeOf(minute), expected: timeOf(expected[index]) };
    });
    expect(wrong).toEqual([]);
  });
});

test("the changes of a zone as a text, and back", () => {
  const offsets = offsetsOf(BERLIN);
  expect(offsetsText(offsets)).toMatch(/^0:60 29054940:120 29357340:60 /);
  expect(offsetsIn(offsetsText(offsets))).toEqual(offsets);
  expect(offsetsText(offsetsOf("UTC"))).toBe("0:0");
  expect(offsetsText(offsetsOf("Asia/Kolkata"))).toBe("0:330");
  expect(offsetsOf("America/New_York")[0]).toEqual({ from: 0, ahead: -300 });
});

test.each([
  ["UTC", true],
  ["Europe/Berlin", true],
  ["Etc/GMT+3", true],
  ["+02:00", false],
  ["Europe/Berlinn", false],
  ["", false],
  ["02:00", false],
])("%j is a time zone: %s", (name, isOne) => {
  expect(isTimeZone(name)).toBe(isOne);
});
