import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("logs", () => {
  itRejects([
    {
      title: "driver is another one",
      values: { mode: "dev", logs: { driver: "gelf" } },
      problems: [
        [
          "logs.driver",
          '"gelf"',
          "json-file, local, journald, syslog or none",
          "pulumi config set --stack dev --path logs.driver json-file",
        ],
      ],
    },
    {
      title: "maxSize is zero",
      values: { mode: "dev", logs: { maxSize: "0m" } },
      problems: [
        [
          "logs.maxSize",
          '"0m"',
          "a whole number with k, m or g, such as 10m",
          "pulumi config set --stack dev --path logs.maxSize 10m",
        ],
      ],
    },
    {
      title: "maxSize is upper case",
      values: { mode: "dev", logs: { maxSize: "10 MB" } },
      problems: [
        [
          "logs.maxSize",
          '"10 MB"',
          "a whole number with k, m or g, such as 10m",
          "pulumi config set --stack dev --path logs.maxSize 10m",
        ],
      ],
    },
    {
      title: "maxFile is zero",
      values: { mode: "dev", logs: { maxFile: 0 } },
      problems: [
        [
          "logs.maxFile",
          "0",
          "a whole number from 1 to 1000",
          "pulumi config set --stack dev --path logs.maxFile 3",
        ],
      ],
    },
    {
      title: "maxFile is one, with a driver that compresses every file but the newest",
      values: { mode: "dev", logs: { driver: "local", maxFile: 1 } },
      problems: [
        [
          "logs.maxFile",
          "1 with the driver local",
          "at least 2: it compresses every file but the newest",
          "pulumi config set --stack dev --path logs.maxFile 3",
        ],
      ],
    },
  ]);
});
