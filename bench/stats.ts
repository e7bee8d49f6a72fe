/** Median of some numbers, such as seconds; the mean of the two in the middle where their count is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** A line of the result's table: name, median, smallest and greatest. */
export function row(name: string, seconds: readonly number[]): string {
  const cells = [median(seconds), Math.min(...seconds), Math.max(...seconds)];
  return `| ${name.padEnd(34)} | ${cells.map((value) => value.toFixed(2).padStart(7)).join(" | ")} |`;
}

/** Seconds that something took. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}
