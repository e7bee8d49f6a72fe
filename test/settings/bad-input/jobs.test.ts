import { describe } from "vitest";
import { itRejects } from "../bad-input";

const SCHEDULES =
  "a cron line of five fields, with a day that some year has, that narrows day or weekday, not both, or @hourly, @daily, @weekly, @monthly or @yearly";
const SET = "pulumi config set --stack dev --path jobs.cleanup";

const job = (settings: object) => ({
  mode: "dev",
  jobs: { cleanup: { command: "flask cleanup", schedule: "@daily", ...settings } },
});

describe("jobs", () => {
  itRejects([
    ...["0 24 * * *", "0 0 0 * * *", "0 0 1 * 1", "@reboot", "02:30", "0 0 31 2 *"].map(
      (schedule) => ({
        title: `the schedule ${schedule}`,
        values: job({ schedule }),
        problems: [
          ["jobs.cleanup.schedule", `"${schedule}"`, SCHEDULES, `${SET}.schedule '30 2 * * *'`],
        ] as [string, string, string, string][],
      }),
    ),
    ...["Europe/Berlinn", "+02:00", "CEST"].map((timeZone) => ({
      title: `the time zone ${timeZone}`,
      values: job({ timeZone }),
      problems: [
        [
          "jobs.cleanup.timeZone",
          `"${timeZone}"`,
          "the name of a time zone, such as Europe/Berlin",
          `${SET}.timeZone Europe/Berlin`,
        ],
      ] as [string, string, string, string][],
    })),
    {
      title: "a timeout of nothing",
      values: job({ timeout: 0 }),
      problems: [
        ["jobs.cleanup.timeout", "0", "a whole number from 1 to 604800", `${SET}.timeout 600`],
      ],
    },
    {
      title: "a grace that no run needs",
      values: job({ timeout: 60, stopGrace: 61 }),
      problems: [
        [
          "jobs.cleanup.stopGrace",
          "61, and a run is ended after 60 s",
          "at most the timeout, 60",
          "pulumi config rm --stack dev --path jobs.cleanup.stopGrace",
        ],
      ],
    },
    {
      title: "an image that is none",
      values: job({ image: "postgres 18" }),
      problems: [
        ["jobs.cleanup.image", '"postgres 18"', "an image reference", `${SET}.image postgres18`],
      ],
    },
    {
      title: "an empty command",
      values: job({ command: [] }),
      problems: [
        [
          "jobs.cleanup.command",
          "an empty list",
          "a list of words, or a line for the shell",
          `${SET}.command 'flask cleanup'`,
        ],
      ],
    },
    {
      title: "a setting of the whole stack",
      values: { mode: "dev", jobs: { tidy: { command: "a", schedule: "@daily", replicas: 2 } } },
      problems: [
        [
          "jobs.tidy.replicas",
          "a key that does not exist",
          "the keys command, schedule, timeZone, timeout, stopGrace, image",
          "pulumi config rm --stack dev --path jobs.tidy.replicas",
        ],
      ],
    },
    {
      title: "a job without its schedule",
      values: { mode: "dev", jobs: { tidy: "flask tidy" } },
      problems: [
        [
          "jobs.tidy",
          '"flask tidy"',
          "an object with the keys command and schedule",
          "pulumi config rm --stack dev --path jobs.tidy && pulumi config set --stack dev --path jobs.tidy.command 'flask tidy'",
        ],
      ],
    },
  ]);
});
