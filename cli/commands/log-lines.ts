const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A time, or how long ago: `30s`, `1h30m`, `2d`; undefined where it is neither. Pure. */
export function timeOf(text: string, now: number): Date | undefined {
  if (/^(\d+[smhd])+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+)([smhd])/g)];
    const seconds = parts.map(
      ([, count, unit]) => Number(count) * UNITS[unit as keyof typeof UNITS],
    );
    return new Date(now - seconds.reduce((sum, part) => sum + part, 0) * 1000);
  }
  const time = new Date(text);
  return Number.isNaN(time.getTime()) || !/^\d{4}-/.test(text) ? undefined : time;
}
