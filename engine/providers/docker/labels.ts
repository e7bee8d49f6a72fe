export interface Label {
  label?: string;
  value?: string;
}

export function labelsToMap(labels: Label[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ label = "", value = "" }) => [label, value]));
}

/**
 * Whether something carries all of the labels that were asked for. Without any nobody can tell whose
 * it is.
 */
export function carries(
  actual: Record<string, string> | null | undefined,
  wanted: Label[] = [],
): boolean {
  return (
    wanted.length > 0 && wanted.every(({ label = "", value = "" }) => actual?.[label] === value)
  );
}

export function labelsFromMap(labels: Record<string, string> | null | undefined) {
  return Object.entries(labels ?? {}).map(([label, value]) => ({ label, value }));
}
