import { z } from "zod";
import { cronFields, plainCron } from "../cron";
import { setting } from "../meta";
import { count } from "../values";
import { limits } from "./limits";

const WORDS = new Map([
  ["hourly", "0 * * * *"],
  ["daily", "0 0 * * *"],
  ["weekly", "0 0 * * 0"],
]);

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A schedule as a cron line of plain lists; `none` stays what it is. */
const schedule = z.string().transform((given, context) => {
  if (given === "none") return given;
  const [, hour, minute] = TIME.exec(given) ?? [];
  const line =
    WORDS.get(given) ?? (hour === undefined ? given : `${Number(minute)} ${Number(hour)} * * *`);
  const fields = cronFields(line);
  if (fields) return plainCron(fields);
  context.addIssue({ code: "custom", message: "not a schedule" });
  return z.NEVER;
});

const SCHEDULES =
  "none, hourly, daily, weekly, a time such as 02:30, or a cron line of five fields that narrows day or weekday, not both; all in UTC";

const backupObject = z.strictObject({
  schedule: setting(schedule, {
    description: "When backups of the database are made.",
    accepted: SCHEDULES,
    example: "02:30",
    defaults: { both: "daily" },
  }).optional(),
  keep: setting(count(1, 10000), {
    description: "How many backups are kept; the oldest goes once a new one is good.",
    accepted: "a whole number from 1 to 10000",
    example: "14",
    defaults: { both: "7" },
  }).optional(),
  to: setting(z.string().regex(/^(?:volume|\/.*[^/])$/), {
    description:
      "Where they are kept: a named volume that a destroy leaves, or a folder of the host.",
    accepted: "volume, or the absolute path of a folder that is there",
    example: "/srv/backups",
    defaults: { both: "volume" },
  }).optional(),
  limits: limits("the backups' container", { dev: "no limit", prod: "512m" }).optional(),
});

export const backup = setting(
  z.preprocess((given) => (typeof given === "string" ? { schedule: given } : given), backupObject),
  {
    description: "Backups of the database: a schedule, or an object with more settings.",
    accepted: `${SCHEDULES}; or an object with the keys schedule, keep, to, limits`,
    example: "daily",
    defaults: { both: "none" },
  },
);
