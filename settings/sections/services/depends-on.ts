import { z } from "zod";
import { setting } from "../../language/meta";
import { asConditions } from "./forms";

export const CONDITIONS = [
  "service_started",
  "service_healthy",
  "service_completed_successfully",
] as const;

const conditions = z.preprocess(asConditions, z.record(z.string(), z.enum(CONDITIONS)));

/** Compose's depends_on, for whoever waits. */
export const dependsOn = (description: string, key: string, byDefault: string) =>
  setting(conditions, {
    description,
    accepted: "a list of names, or a map of names to objects with the key condition",
    example: "service_healthy",
    entry: {
      key,
      accepted:
        "condition: service_started, service_healthy (both wait until it is ready) or service_completed_successfully (until it has ended)",
    },
    defaults: { words: byDefault },
  }).optional();
