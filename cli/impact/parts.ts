import type { PlannedState, PlannedStep } from "../../shared/planned-step";

/** What a plan does to one resource. */
export interface Change {
  urn: string;
  kind: "create" | "update" | "replace" | "delete";
  /** The old one of a replacement goes before the new one comes. */
  isStopFirst: boolean;
  diffs: readonly string[];
  old?: PlannedState;
  new?: PlannedState;
}

/** The changes of a plan, one for each resource, in the order of the plan. */
export function changesOf(steps: readonly PlannedStep[]): Change[] {
  const changes = new Map<string, Change>();
  const gone = new Set<string>();
  for (const { op, urn, diffs, old, new: aim } of steps) {
    if (op === "delete-replaced") gone.add(urn);
    const kind = KINDS[op];
    if (!kind) continue;
    const isStopFirst = kind === "replace" && gone.has(old?.urn ?? urn);
    changes.set(urn, { urn, kind, isStopFirst, diffs, old, new: aim });
  }
  return [...changes.values()];
}

const KINDS: Readonly<Record<string, Change["kind"]>> = {
  create: "create",
  update: "update",
  delete: "delete",
  "create-replacement": "replace",
};

/** The types of a resource's components and its own, the outermost first. */
export const typesOf = (urn: string): string[] => (urn.split("::")[2] ?? "").split("$");

/** The own type of a resource. */
export const typeOf = (urn: string): string => typesOf(urn).at(-1) ?? "";

/** The value of one of a resource's labels; undefined where it has none of that name. */
export function labelOf(state: PlannedState | undefined, name: string): string | undefined {
  const labels = state?.inputs.labels;
  if (!Array.isArray(labels)) return undefined;
  const found = labels.find((one) => one?.label === name)?.value;
  return typeof found === "string" ? found : undefined;
}

/** The role that a container, a service or a volume has in its stack, now or until now. */
export const roleOf = (change: Pick<Change, "old" | "new">): string | undefined =>
  labelOf(change.new, "berth.role") ?? labelOf(change.old, "berth.role");

/** The types of components that keep a database, by what their volumes say. */
export function databaseTypes(steps: readonly PlannedStep[]): Set<string> {
  const volumes = steps.filter(
    (step) => labelOf(step.new ?? step.old, "berth.database") !== undefined,
  );
  return new Set(volumes.map(({ urn }) => typesOf(urn).at(-3) ?? ""));
}
