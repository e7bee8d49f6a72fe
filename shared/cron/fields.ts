/** The fields of a cron line, each with every number that it stands for, ascending. */
export interface CronFields {
  /** 0 to 59. */
  minutes: number[];
  /** 0 to 23. */
  hours: number[];
  /** Days of the month, from 1. */
  days: number[];
  /** From 1. */
  months: number[];
  /** From 0, Sunday, to 6. */
  weekdays: number[];
}

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const NAMES = [
  [],
  [],
  [],
  ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
] as const;

/** Words for a cron line: https://man7.org/linux/man-pages/man5/crontab.5.html */
const NICKNAMES = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

/**
 * Reads a cron line of five fields with numbers, names of months and weekdays, `*`, lists, ranges and
 * steps, or a nickname such as `@daily`; undefined for what is none, or has no day in any year.
 *
 * At most one of day and weekday may be narrowed: where both are, some programs take the days on
 * which one of them is right, and others those on which both are.
 */
export function cronFields(given: string): CronFields | undefined {
  const line = given.trim().toLowerCase();
  const fields = (NICKNAMES.get(line) ?? line).split(/\s+/);
  if (fields.length !== RANGES.length) return undefined;
  if (fields[2] !== "*" && fields[4] !== "*") return undefined;
  const [minutes, hours, days, months, weekdays] = RANGES.map(([from, to], index) =>
    numbersOf(withNumbers(fields[index] ?? "", NAMES[index] ?? [], from), from, to),
  );
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const first = Math.min(...days);
  if (!months.some((month) => first <= (LONGEST_MONTHS[month - 1] ?? 0))) return undefined;
  const fromSunday = weekdays.map((day) => day % 7);
  return { minutes, hours, days, months, weekdays: ascending(fromSunday) };
}

const withNumbers = (field: string, names: readonly string[], from: number) =>
  field.replace(/[a-z]+/g, (name) => {
    const at = names.indexOf(name);
    return at < 0 ? name : String(at + from);
  });

/** The same fields as a cron line with plain lists, `*` where all numbers are meant. */
export function plainCron({ minutes, hours, days, months, weekdays }: CronFields): string {
  const field = (numbers: readonly number[], all: number) =>
    numbers.length === all ? "*" : numbers.join(",");
  return [
    field(minutes, 60),
    field(hours, 24),
    field(days, 31),
    field(months, 12),
    field(weekdays, 7),
  ].join(" ");
}

/** `*`, `5`, `1-5`, each with `/2` or without; several with commas in between. */
const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

function numbersOf(field: string, from: number, to: number): number[] | undefined {
  const numbers: number[] = [];
  for (const part of field.split(",")) {
    const [match, first = from, last, every = 1] = PART.exec(part) ?? [];
    if (match === undefined) return undefined;
    // A number with a step begins there and goes on to the end.
    const isOne = /^\d+$/.test(part);
    const start = Number(first);
    const end = isOne ? start : Number(last ?? to);
    const step = Number(every);
    if (start < from || end > to || start > end || step === 0) return undefined;
    for (let number = start; number <= end; number += step) numbers.push(number);
  }
  return ascending(numbers);
}

const ascending = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
