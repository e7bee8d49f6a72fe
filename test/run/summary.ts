/** A part of a run that was run. */
export interface Ended {
  title: string;
  /** Exit code. */
  code: number;
  /** How long it took. */
  ms: number;
}

/** What could not be run on this machine. */
export interface LeftOut {
  what: string;
  why: string;
}

/** The last lines of a run. */
export function summary(ended: readonly Ended[], leftOut: readonly LeftOut[]): string {
  return [
    ...ended.map(
      ({ title, code, ms }) => `${code === 0 ? "passed" : "FAILED"}: ${title}, ${time(ms)}`,
    ),
    ...leftOut.map(({ what, why }) => `left out: ${what}: ${why}`),
  ].join("\n");
}

function time(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
