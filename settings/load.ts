import { parseSettings } from "./parse";
import { orUserError } from "./read";
import type { Settings } from "./types";

/**
 * Reads the settings of the stack that Pulumi runs now.
 *
 * @throws pulumi.RunError, which Pulumi shows without a stack trace, with all problems at once.
 */
export function loadSettings(): Settings {
  return orUserError(parseSettings);
}
