/** From a minute on, how far the clocks of a time zone are ahead of UTC. */
export interface Offset {
  /** Minutes since 1970, in UTC; 0 for the first one. */
  from: number;
  /** Minutes; negative in the west. */
  ahead: number;
}

const DAY = 24 * 60;
/** No zone changes its clocks twice within so many days and is back where it was. */
const STEP = 14 * DAY;
const FIRST = Date.UTC(2025, 0, 1) / 60_000;
/** After it, the last offset stays. */
const LAST = Date.UTC(2056, 0, 1) / 60_000;

/**
 * When the clocks of a time zone change, from 2025 to 2055. It depends on the zone alone, so that it is the
 * same at each `up`.
 *
 * @param timeZone an IANA name, such as `Europe/Berlin`.
 * @throws RangeError where nobody knows it.
 */
export function offsetsOf(timeZone: string): Offset[] {
  const clock = clockOf(timeZone);
  const offsets: Offset[] = [{ from: 0, ahead: clock(FIRST) }];
  let ahead = clock(FIRST);
  for (let minute = FIRST; minute < LAST; minute += STEP) {
    const after = clock(minute + STEP);
    if (after === ahead) continue;
    offsets.push({ from: changeBetween(clock, minute, minute + STEP), ahead: after });
    ahead = after;
  }
  return offsets;
}

/** As a job's container is told of them: `0:60 29055420:120 ...`. */
export const offsetsText = (offsets: readonly Offset[]): string =>
  offsets.map(({ from, ahead }) => `${from}:${ahead}`).join(" ");

/** The other way round. */
export const offsetsIn = (text: string): Offset[] =>
  text.split(" ").flatMap((entry) => {
    const [from = Number.NaN, ahead = Number.NaN] = entry.split(":").map(Number);
    return Number.isInteger(from) && Number.isInteger(ahead) ? [{ from, ahead }] : [];
  });

/** Whether a text is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  // `+02:00` is none: a zone has a name, and knows when its clocks change.
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

type Clock = (minute: number) => number;

function clockOf(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  return (minute) => {
    const { value = "" } =
      format.formatToParts(minute * 60_000).find(({ type }) => type === "timeZoneName") ?? {};
    const [, sign, hours = 0, minutes = 0] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(value) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

/** The first minute after a change. */
function changeBetween(clock: Clock, before: number, after: number): number {
  const wanted = clock(after);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock(middle) === wanted) high = middle;
    else low = middle;
  }
  return high;
}
