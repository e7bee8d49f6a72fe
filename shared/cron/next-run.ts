import type { CronFields } from "./fields";
import type { Offset } from "./zone";

const DAY = 24 * 60;
/** The longest that a schedule can be without a run: the leap years before and after 2100. */
const LONGEST_WAIT = (8 * 366 + 1) * DAY;

/**
 * The first minute after another one in which a schedule has a run, in minutes since 1970; undefined where
 * there is none. The script of a job's container goes by the same rules (components/jobs/schedule.sh):
 *
 * Times that the clocks leave out are made up for in the first minute after them, once. Of times that the
 * clocks show twice only the first ones count, unless the schedule names no hour: then it goes by what
 * passes, not by what the clocks show.
 */
export function nextRun(
  fields: CronFields,
  offsets: readonly Offset[],
  after: number,
): number | undefined {
  let minute = after + 1;
  while (minute <= after + LONGEST_WAIT) {
    const part = partOf(offsets, minute);
    if (minute === part.from && hasBetween(fields, part.from + part.before, minute + part.ahead)) {
      return minute;
    }
    const wait = minutesToWait(fields, minute + part.ahead, part.isRepeated(minute));
    if (wait === 0) return minute;
    minute = Math.min(minute + wait, part.to);
  }
  return undefined;
}

/** The time between two changes of the clocks. */
interface Part {
  from: number;
  /** Exclusive. */
  to: number;
  ahead: number;
  /** What `ahead` was before. */
  before: number;
  /** Whether the clocks have shown this time before. */
  isRepeated(minute: number): boolean;
}

function partOf(offsets: readonly Offset[], minute: number): Part {
  const index = offsets.findLastIndex(({ from }) => from <= minute);
  const { from = 0, ahead = 0 } = offsets[index] ?? {};
  const { ahead: before = ahead } = offsets[index - 1] ?? {};
  const to = offsets[index + 1]?.from ?? Number.POSITIVE_INFINITY;
  return { from, to, ahead, before, isRepeated: (at) => at < from + before - ahead };
}

/** Whether one of the minutes from the first one up to before the last one, by the clocks, has a run. */
function hasBetween(fields: CronFields, first: number, last: number): boolean {
  // Without an hour of its own it has one soon enough.
  if (fields.hours.length === 24) return false;
  for (let local = first; local < last; local++) {
    if (minutesToWait(fields, local, false) === 0) return true;
  }
  return false;
}

/** 0 where a minute, by the clocks, has a run; else after how many more it is worth a look. */
function minutesToWait(fields: CronFields, local: number, isRepeated: boolean): number {
  if (!hasDay(fields, Math.floor(local / DAY))) return DAY - (local % DAY);
  const hour = Math.floor((local % DAY) / 60);
  if (!fields.hours.includes(hour)) return 60 - (local % 60);
  const isShownTwice = isRepeated && fields.hours.length < 24;
  return fields.minutes.includes(local % 60) && !isShownTwice ? 0 : 1;
}

function hasDay({ days, months, weekdays }: CronFields, day: number): boolean {
  const date = new Date(day * DAY * 60_000);
  return (
    days.includes(date.getUTCDate()) &&
    months.includes(date.getUTCMonth() + 1) &&
    weekdays.includes(date.getUTCDay())
  );
}
