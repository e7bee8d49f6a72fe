import { z } from "zod";
import { isTimeZone } from "../../../shared/cron/zone";
import { setting } from "../../language/meta";
import { command, count, DOCKER_NAMES, dockerName, imageReference } from "../../language/values";
import { cronLine } from "../schedule";
import { JOBS_RULES } from "./rules";

const SCHEDULES =
  "a cron line of five fields, with a day that some year has, that narrows day or weekday, not both, or @hourly, @daily, @weekly, @monthly or @yearly";

const job = z.strictObject({
  command: setting(command, {
    description:
      "What it runs: a list of words, or a line for the shell. An ENTRYPOINT of the image is left out.",
    accepted: "a list of words, or a line for the shell",
    example: "flask cleanup",
  }),
  schedule: setting(cronLine, {
    description:
      "When it runs, by the clocks of timeZone. A run that was due while nothing ran here is made up for, once; one that is due while another one goes on is left out.",
    accepted: SCHEDULES,
    example: "30 2 * * *",
  }),
  timeZone: setting(z.string().refine(isTimeZone), {
    description:
      "The time zone of the schedule. Times that its clocks leave out in spring are made up for at once, and of times that they show twice only the first ones count.",
    accepted: "the name of a time zone, such as Europe/Berlin",
    example: "Europe/Berlin",
    defaults: { both: "UTC" },
  }).optional(),
  timeout: setting(count(1, 604800), {
    description: "Seconds that a run may take. It is ended after them, with all that it started.",
    accepted: "a whole number from 1 to 604800",
    example: "600",
    defaults: { both: 3600 },
  }).optional(),
  stopGrace: setting(count(1, 604800), {
    description:
      "Seconds that an `up` or a destroy waits for a run to come to its end, before it ends it.",
    accepted: "a whole number from 1 to 604800",
    example: "60",
    defaults: { words: "the timeout" },
  }).optional(),
  image: setting(imageReference, {
    description: "The image that it runs in, with the app's environment, secrets and volumes.",
    accepted: "an image reference",
    example: "postgres:18",
    defaults: { words: "the app's" },
  }).optional(),
});

export const jobs = {
  schema: setting(z.record(dockerName, job), {
    description: "Commands that run by a schedule in containers of the app's image, by name.",
    accepted: "a map of names to objects with the keys command and schedule",
    entry: {
      key: "cleanup",
      accepted: "an object with the keys command and schedule",
      names: DOCKER_NAMES,
    },
    defaults: { both: {} },
  }).optional(),
  rules: JOBS_RULES,
};
