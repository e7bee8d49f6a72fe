import { z } from "zod";
import type { Filled } from "../../language/filled";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import { count } from "../../language/values";
import { limitsObject } from "../limits";
import { cronLine } from "../schedule";
import type { Stack } from "../stack";
import { BACKUP_RULES } from "./rules";

const WORDS = new Map([
  ["hourly", "0 * * * *"],
  ["daily", "0 0 * * *"],
  ["weekly", "0 0 * * 0"],
]);

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A word or a time as a cron line. */
function asCron(given: string): string {
  const [, hour, minute] = TIME.exec(given) ?? [];
  return (
    WORDS.get(given) ?? (hour === undefined ? given : `${Number(minute)} ${Number(hour)} * * *`)
  );
}

/** A schedule as a cron line of plain lists; `none` stays what it is. */
const schedule = z.union([z.literal("none"), z.string().transform(asCron).pipe(cronLine)]);

const SCHEDULES =
  "none, hourly, daily, weekly, a time such as 02:30, or a cron line of five fields, with a day that some year has, that narrows day or weekday, not both; all in UTC";

const backupObject = z.strictObject({
  schedule: setting(schedule, {
    description: "When backups of databases and of the app's volumes are made.",
    accepted: SCHEDULES,
    example: "02:30",
    defaults: { both: "daily" },
  }).optional(),
  keep: setting(count(1, 10000), {
    description: "How many backups are kept; the oldest goes once a new one is good.",
    accepted: "a whole number from 1 to 10000",
    example: "14",
    defaults: { both: 7 },
  }).optional(),
  to: setting(z.string().regex(/^(?:volume|\/.*[^/])$/), {
    description:
      "Where they are kept: a named volume that a destroy leaves, or a folder of the host.",
    accepted: "volume, or the absolute path of a folder that is there",
    example: "/srv/backups",
    defaults: { both: "volume" },
  }).optional(),
  // A dump takes four times its largest row, and servers take rows of 64 MB unless told otherwise.
  limits: limitsObject("the backups' container", { cpus: 1, memory: "512m" }).optional(),
});

const backupSchema = setting(withShortForm("schedule", backupObject), {
  description:
    "Backups of databases and of the app's volumes: a schedule, or an object with more settings.",
  accepted: `${SCHEDULES}; or an object with the keys schedule, keep, to, limits`,
  example: "daily",
  defaults: { words: "none" },
  short: "schedule",
});

export interface BackupSettings extends Omit<Filled<typeof backupObject>, "to"> {
  /** Absolute path of a folder of the host. Undefined: a named volume. */
  folder: string | undefined;
}

/** Undefined where none are made. */
function resolve({ written, fill }: Stack): BackupSettings | undefined {
  if (!written.backup || written.backup.schedule === "none") return undefined;
  const { to, ...backup } = fill(backupObject, written.backup);
  return { ...backup, folder: to === "volume" ? undefined : to };
}

export const backup = { schema: backupSchema.optional(), rules: BACKUP_RULES, resolve };
