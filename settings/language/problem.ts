import { stackFileName } from "../../shared/stack-name";
import { formatPath, type Path } from "./path";

/** What is wrong with one setting of a stack. */
export interface Problem {
  path: Path;
  /** What the stack file says, ready to be shown. */
  given: string;
  accepted: string;
  /** The command, or the step, that mends it. */
  mend: string;
}

/** Where the settings come from; part of every message. */
export interface StackFile {
  project: string;
  stack: string;
}

/** The name of the file that a person edits. */
export const fileNameOf = (file: StackFile) => stackFileName(file.stack);

/** Thrown once, with all problems of a stack file. */
export class SettingsError extends Error {
  constructor(
    readonly file: StackFile,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map(
      ({ path, given, accepted, mend }) =>
        `  ${file.project}:${formatPath(path)}: given ${given}; accepted: ${accepted}\n    mend: ${mend}`,
    );
    super([`${fileNameOf(file)} has ${count}; nothing was changed.`, ...lines].join("\n"));
    this.name = "SettingsError";
  }
}
