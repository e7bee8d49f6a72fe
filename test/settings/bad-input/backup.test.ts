import { describe } from "vitest";
import { itRejects } from "../bad-input";

const SCHEDULES =
  "none, hourly, daily, weekly, a time such as 02:30, or a cron line of five fields, with a day that some year has, that narrows day or weekday, not both; all in UTC";

describe("backup", () => {
  itRejects([
    {
      title: "a schedule of another word",
      values: { mode: "dev", backup: "monthly" },
      problems: [
        [
          "backup",
          '"monthly"',
          `${SCHEDULES}; or an object with the keys schedule, keep, to, limits`,
          "pulumi config set --stack dev backup daily",
        ],
      ],
    },
    {
      title: "a time that no day has",
      values: { mode: "dev", backup: { schedule: "24:00" } },
      problems: [
        [
          "backup.schedule",
          '"24:00"',
          SCHEDULES,
          "pulumi config set --stack dev --path backup.schedule 02:30",
        ],
      ],
    },
    {
      title: "none to keep",
      values: { mode: "dev", backup: { keep: 0 } },
      problems: [
        [
          "backup.keep",
          "0",
          "a whole number from 1 to 10000",
          "pulumi config set --stack dev --path backup.keep 14",
        ],
      ],
    },
    {
      title: "a folder by a relative path",
      values: { mode: "dev", backup: { to: "./backups" } },
      problems: [
        [
          "backup.to",
          '"./backups"',
          "volume, or the absolute path of a folder that is there",
          "pulumi config set --stack dev --path backup.to /srv/backups",
        ],
      ],
    },
    {
      title: "backups of no database",
      values: { mode: "dev", database: "none", backup: "daily" },
      problems: [
        [
          "backup",
          '"daily" with database none and no app.volumes',
          "nothing: there is no data to back up",
          "pulumi config rm --stack dev backup",
        ],
      ],
    },
    {
      title: "a folder of this machine with a remote engine",
      values: { mode: "prod", host: "ssh://deploy@server", backup: { to: "/srv/backups" } },
      problems: [
        [
          "backup.to",
          '"/srv/backups" with the host "ssh://deploy@server"',
          "volume, since this machine cannot see the folders of a remote engine",
          "pulumi config set --stack dev --path backup.to volume",
        ],
      ],
    },
  ]);
});
