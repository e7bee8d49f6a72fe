import { removeCommand } from "./commands";
import { type Given, showAt } from "./given";
import type { Path } from "./path";
import type { Problem } from "./problem";

/**
 * A setting that nothing would come of, and that has to go.
 *
 * @param beside what makes it so, as in "with rollout recreate".
 */
export const superfluous = (
  { given }: { given: Given },
  path: Path,
  beside: string,
  why: string,
): Problem => ({
  path,
  given: `${showAt(given, path)} ${beside}`,
  accepted: `nothing: ${why}`,
  mend: removeCommand(given.file, path),
});
