export interface Label {
  label?: string;
  value?: string;
}

export function labelsToMap(labels: Label[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ label = "", value = "" }) => [label, value]));
}

export function labelsFromMap(labels: Record<string, string> | null | undefined) {
  return Object.entries(labels ?? {}).map(([label, value]) => ({ label, value }));
}
