import { z } from "zod";
import { cronFields, plainCron } from "../../shared/cron/fields";

/** A cron line, as one of plain lists. */
export const cronLine = z.string().transform((given, context) => {
  const fields = cronFields(given);
  if (fields) return plainCron(fields);
  context.addIssue({ code: "custom", message: "not a schedule" });
  return z.NEVER;
});
