/** How long ago a time is, as `3 min`; `-` where it is none. Pure. */
export function ago(time: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(time)) / 1000);
  if (!Number.isFinite(seconds) || Date.parse(time) < 0) return "-";
  const steps = [
    [60, 1, "s"],
    [60 * 60, 60, "min"],
    [48 * 60 * 60, 60 * 60, "h"],
  ] as const;
  const [, unit, word] = steps.find(([below]) => seconds < below) ?? [0, 24 * 60 * 60, "d"];
  return `${Math.max(0, Math.floor(seconds / unit))} ${word}`;
}

/** Bytes as `84 MB`. Pure. */
export function bytes(count: number): string {
  if (count >= 1024 ** 3) return `${(count / 1024 ** 3).toFixed(1)} GB`;
  return `${Math.round(count / 1024 ** 2)} MB`;
}
