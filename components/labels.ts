/** The stack that a resource belongs to; prefixes every name and fills every label. */
export interface StackId {
  project: string;
  stack: string;
}

/** What a container, network or volume is for, as its label says. */
export type Role = string;

/** The label of a data volume that says which database engine wrote it. */
export const DATABASE_LABEL = "berth.database";

/** `project-stack-part`, in letters that Docker accepts everywhere. */
export function nameOf(id: StackId, ...parts: readonly (string | number)[]): string {
  return [id.project, id.stack, ...parts]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-");
}

/** A name of the same length as one that is not to be taken twice, to which Pulumi adds letters of chance. */
export const nameByChance = (id: StackId, role: Role): string => `${nameOf(id, role)}-0123456`;

/** The labels that everything of a stack carries, as Docker's API shapes them. */
export function labelMap(id: StackId, role: Role): Record<string, string> {
  return {
    "berth.project": id.project,
    "berth.stack": id.stack,
    "berth.role": role,
  };
}

/** Whether something is this stack's, in this role: a name says nothing, as anybody can give one. */
export const isOf = (
  labels: Record<string, string> | null | undefined,
  id: StackId,
  role: Role,
): boolean =>
  Object.entries(labelMap(id, role)).every(([label, value]) => labels?.[label] === value);

/** The same labels as Docker's API filters by them. */
export function labelFilter(id: StackId, role: Role): string[] {
  return Object.entries(labelMap(id, role)).map(([label, value]) => `${label}=${value}`);
}

/** The same labels in the shape that the docker provider takes. */
export function labels(id: StackId, role: Role): { label: string; value: string }[] {
  return Object.entries(labelMap(id, role)).map(([label, value]) => ({ label, value }));
}

/** Seconds that a job may take. A label, as another limit is no reason to run a job again. */
export const TIMEOUT_LABEL = "berth.timeout";

export const timeoutLabels = (seconds: number | undefined): { label: string; value: string }[] =>
  seconds === undefined ? [] : [{ label: TIMEOUT_LABEL, value: String(seconds) }];
