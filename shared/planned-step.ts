/** A step of a preview, in the words of Pulumi's engine events. */
export interface PlannedStep {
  /** Such as `create`, `update`, `delete`, `delete-replaced` or `create-replacement`. */
  op: string;
  urn: string;
  /** The inputs that differ, by their names. */
  diffs: readonly string[];
  old?: PlannedState;
  new?: PlannedState;
}

export interface PlannedState {
  /** That of an old resource is another one where it is known by an alias. */
  urn: string;
  inputs: Readonly<Record<string, unknown>>;
  /** Whether what it stands for stays when the resource is deleted. */
  retainOnDelete: boolean;
}
