import { z } from "zod";
import { setting } from "../meta";
import { count } from "../values";

export const edge = z.strictObject({
  drain: setting(count(1, 3600), {
    description:
      "Seconds that requests may take to finish when the traffic has moved to a new version (rollout rolling).",
    accepted: "a whole number from 1 to 3600",
    example: "60",
    defaults: { both: "30" },
  }).optional(),
});
