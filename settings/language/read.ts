import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { userError } from "../../shared/user-error";
import { encryptedSettings, parseSections, type Sections } from "./check";
import { keepSecret, shownToOthers } from "./conceal";
import type { RawConfig } from "./namespaces";
import { plainSettings } from "./plain";
import { SettingsError, type StackFile } from "./problem";
import { writtenText } from "./written";

/** The settings of a program of its own, and the stack that they belong to. */
export type SettingsOf<S extends Sections> = z.output<z.ZodObject<S>> & { id: StackFile };

/**
 * Reads the settings that a program asks for, each key a section of its own, from the stack that
 * Pulumi runs now.
 *
 * @throws pulumi.RunError, which Pulumi shows without a stack trace, with all problems at once.
 */
export function readSettings<S extends Sections>(sections: S): SettingsOf<S> {
  return orUserError(z.strictObject(sections), (id, config) => ({
    ...parseSections(id, config, sections),
    id,
  }));
}

/** Hands over the stack and its configuration; what is wrong with them is told without a stack trace. */
export function orUserError<T>(
  root: z.ZodType,
  parse: (file: StackFile, config: RawConfig) => T,
): T {
  const file = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const text = writtenText(file);
  const config = {
    values: pulumi.runtime.allConfig(),
    secretKeys: secretKeys(),
    plain: plainSettings(text, file.project),
    text,
  };
  try {
    const settings = parse(file, config);
    const encrypted = encryptedSettings(file, config);
    keepSecret(encrypted);
    const warning = shownToOthers(encrypted, root);
    if (warning) pulumi.log.warn(warning);
    return settings;
  } catch (error) {
    if (error instanceof SettingsError) throw userError(error.message);
    throw error;
  }
}

/** The engine hands these over in the environment, and the SDK has no public way to read them. */
function secretKeys(): string[] {
  return JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS || "[]");
}
