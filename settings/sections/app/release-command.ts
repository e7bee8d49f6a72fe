import { z } from "zod";
import { setting } from "../../language/meta";
import { orCommand } from "../../language/short-form";
import { command, count, nonEmptyText } from "../../language/values";

const release = z.strictObject({
  command: setting(command, {
    description:
      "The command: a list of words, or a line for the shell. Where the image has an ENTRYPOINT, that is given these words.",
    accepted: "a list of words, or a line for the shell",
    example: "flask db upgrade",
  }),
  runAgain: setting(nonEmptyText, {
    description:
      "Another text than at the last run, such as a date, runs it again for the same image, and for one that release names.",
    accepted: "a text",
    example: "2026-07-01",
    defaults: { words: "it runs once for each image" },
  }).optional(),
  timeout: setting(count(1, 604800), {
    description:
      "Seconds that it may take. It is killed after them, and the `up` fails as where it fails itself.",
    accepted: "a whole number from 1 to 604800",
    example: "600",
    defaults: { words: "no limit" },
  }).optional(),
});

/** What runs before a new version serves: a setting of the section `app`. */
export const releaseCommand = setting(orCommand(release), {
  description:
    "A command, such as database migrations, that runs once for each new image before anything of the new version starts, with the app's environment, secrets, networks and volumes; with backups, after one was made. Where it fails, `up` ends, and what served before still does. An image that release names has had its run.",
  accepted: "a command, or an object with the keys command, runAgain and timeout",
  example: "flask db upgrade",
  short: "command",
  defaults: { words: "none" },
}).optional();
