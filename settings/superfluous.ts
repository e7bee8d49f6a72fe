import { removeCommand } from "./commands";
import { showAt } from "./given";
import type { Path } from "./path";
import type { Problem } from "./problem";
import type { Facts } from "./rules";

/** A setting that nothing would come of, and that has to go. */
export const superfluous = (
  { given }: Pick<Facts, "given">,
  path: Path,
  beside: string,
  why: string,
): Problem => ({
  path,
  given: `${showAt(given, path)} ${beside}`,
  accepted: `nothing: ${why}`,
  mend: removeCommand(given.file, path),
});
