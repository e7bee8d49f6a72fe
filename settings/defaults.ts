import { filled } from "./language/filled";
import {
  type GivenSettings,
  SECTIONS,
  type Section,
  type Settings,
  settingsSchema,
} from "./sections";
import type { Stack } from "./sections/stack";

/** Fills in what a stack file leaves out. Pure; `written` has been validated. */
export function withDefaults(written: GivenSettings, project: string, stack: string): Settings {
  const known = { root: settingsSchema, mode: written.mode, written };
  const facts: Stack = { project, written, fill: (schema, given) => filled(schema, given, known) };
  const entries = Object.entries<Section>(SECTIONS).map(([key, { schema, resolve }]) => [
    key,
    resolve ? resolve(facts) : facts.fill(schema, written[key as keyof GivenSettings]),
  ]);
  return { project, stack, ...Object.fromEntries(entries) };
}
