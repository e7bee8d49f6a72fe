import { orUserError } from "./language/read";
import { parseSettings } from "./parse";
import { type Settings, settingsSchema } from "./sections";

/**
 * Reads the settings of the stack that Pulumi runs now.
 *
 * @throws pulumi.RunError, which Pulumi shows without a stack trace, with all problems at once.
 */
export function loadSettings(): Settings {
  return orUserError(settingsSchema, parseSettings);
}
