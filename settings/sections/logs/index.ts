import { z } from "zod";
import { setting } from "../../language/meta";
import { count } from "../../language/values";
import { LOGS_RULES } from "./rules";

export const logsObject = z.strictObject({
  driver: setting(z.enum(["json-file", "local", "journald", "syslog", "none"]), {
    description: "Docker's logging driver.",
    accepted: "json-file, local, journald, syslog or none",
    example: "json-file",
    defaults: { both: "json-file" },
  }).optional(),
  maxSize: setting(z.string().regex(/^[1-9]\d*[kmg]$/), {
    description: "The size at which a log file is rotated (drivers json-file and local).",
    accepted: "a whole number with k, m or g, such as 10m",
    example: "10m",
    defaults: { both: "10m" },
  }).optional(),
  maxFile: setting(count(1, 1000), {
    description: "How many log files are kept (drivers json-file and local).",
    accepted: "a whole number from 1 to 1000",
    example: "3",
    defaults: { both: 3 },
  }).optional(),
});

export const logs = { schema: logsObject.optional(), rules: LOGS_RULES };
