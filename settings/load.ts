import * as pulumi from "@pulumi/pulumi";
import { userError } from "../errors/user-error";
import { parseSettings } from "./parse";
import { SettingsError } from "./problem";
import type { Settings } from "./types";

/**
 * Reads the settings of the stack that Pulumi runs now.
 *
 * @throws pulumi.RunError, which Pulumi shows without a stack trace, with all problems at once.
 */
export function loadSettings(): Settings {
  const file = { project: pulumi.getProject(), stack: pulumi.getStack() };
  try {
    return parseSettings(file, { values: pulumi.runtime.allConfig(), secretKeys: secretKeys() });
  } catch (error) {
    if (error instanceof SettingsError) throw userError(error.message);
    throw error;
  }
}

/** The engine hands these over in the environment, and the SDK has no public way to read them. */
function secretKeys(): string[] {
  return JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS || "[]");
}
