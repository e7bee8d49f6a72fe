/** What both engines have to agree on after a step. */
export interface Observation {
  code: number | null;
  /** The lines of the preview that name a step, sorted: engines work in parallel. */
  steps: string[];
  /** The counts under "Resources:", of the preview and of the update. */
  counts: string[];
  outputs: string[];
  /** The resources in the state, by URN, without what differs from run to run. */
  state: unknown;
}

/** The same of a case, whose secrets are known. */
export interface CaseObservation extends Observation {
  /** Those that stand in the output or in the state file for everybody to read. */
  leaks: string[];
}

interface ExportedResource extends Record<string, unknown> {
  urn: string;
  id?: string;
  delete?: boolean;
}

/** Takes from a command, its output and the state exported after it what is to be compared. */
export function observe(
  args: readonly string[],
  code: number | null,
  output: string,
  exported: string,
): Observation {
  const lines = output.split("\n");
  return {
    code,
    steps: unique(lines.map(stepOf).filter((line) => line !== undefined)),
    counts: sections(lines, "Resources:"),
    // What the official CLI says of outputs when their stack goes depends on how much time it had.
    outputs: args[0] === "destroy" ? [] : sections(lines, "Outputs:"),
    state: normalize(exported),
  };
}

const STEP = /^ (\+ |\+\+|\+-|~ |- |--|> |>>|= |=>) (\S+) (\S+) /;

function stepOf(line: string): string | undefined {
  const match = STEP.exec(line);
  if (!match || /refresh/.test(line)) return undefined;
  return `${match[1]} ${match[2]} ${match[3]}`;
}

function unique(lines: string[]): string[] {
  return [...new Set(lines)].sort();
}

/** The indented lines under each of these titles. */
function sections(lines: string[], title: string): string[] {
  return lines.flatMap((line, index) => {
    if (line !== title) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((other) => !other.startsWith("  "));
    return rest.slice(0, end < 0 ? rest.length : end).map(withoutRandomness);
  });
}

/** What the bridge of the official providers notes for itself; they do without it as well. */
const OF_THE_BRIDGE = new Set(["__defaults", "__meta", "__pulumi_raw_state_delta"]);

function normalize(exported: string): unknown {
  const dropping = (key: string, value: unknown) => (OF_THE_BRIDGE.has(key) ? undefined : value);
  const { deployment } = JSON.parse(exported, dropping) as {
    deployment: { resources?: ExportedResource[]; pending_operations?: unknown[] };
  };
  const resources = deployment.resources ?? [];
  let text = JSON.stringify({ resources, pending: deployment.pending_operations ?? [] });
  for (const { id, urn } of resources) {
    if (id && /^[0-9a-f-]{32,}$/.test(id)) text = text.replaceAll(id, `id of ${urn}`);
  }
  const clean = JSON.parse(withoutRandomness(text)) as { resources: ExportedResource[] };
  for (const resource of clean.resources) {
    for (const key of ["created", "modified", "stackTrace", "sourcePosition"]) delete resource[key];
  }
  const sortKey = ({ urn, delete: old }: ExportedResource) => `${urn} ${old ?? false}`;
  return {
    ...clean,
    resources: clean.resources
      .map(sortedKeys)
      .sort((a, b) => (sortKey(a as ExportedResource) < sortKey(b as ExportedResource) ? -1 : 1)),
  };
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedKeys(item)]));
}

/** What the random provider makes is different each time. */
function withoutRandomness(text: string): string {
  return text
    .replace(
      /"(result|bcryptHash|hex|dec|b64Std|b64Url|plaintext|id)":("(?:[^"\\]|\\.)*")/g,
      (all, key, value) => (key === "plaintext" && !isGenerated(value) ? all : `"${key}":"random"`),
    )
    .replace(/"id":"[\w-]{6,7}"/g, '"id":"random"');
}

/** Whether the JSON in this JSON string is a password as the cases ask for, or the hash of one. */
function isGenerated(json: string): boolean {
  const value: unknown = JSON.parse(JSON.parse(json));
  return typeof value === "string" && (value.length === 16 || value.startsWith("$2a$"));
}

/** Where two observations differ, in words; empty when they agree. */
export function differences(official: unknown, embedded: unknown, path = ""): string[] {
  if (JSON.stringify(official) === JSON.stringify(embedded)) return [];
  const bothObjects = [official, embedded].every(
    (value) => typeof value === "object" && value !== null,
  );
  if (!bothObjects) {
    return [`${path}: official ${JSON.stringify(official)}, embedded ${JSON.stringify(embedded)}`];
  }
  const [a, b] = [official, embedded] as Record<string, unknown>[];
  return Object.keys({ ...a, ...b }).flatMap((key) =>
    differences(a?.[key], b?.[key], `${path}/${key}`),
  );
}
