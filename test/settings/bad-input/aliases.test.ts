import { describe } from "vitest";
import { itRejects } from "../bad-input";

const aliases = (given: unknown) => ({
  mode: "dev",
  database: "mysql",
  databases: { cache: "redis" },
  services: { mail: "axllent/mailpit:v1.27" },
  app: { aliases: given, processes: { worker: "celery worker" } },
});
const MEND = "drop it from app.aliases in Pulumi.dev.yaml, or rename the other part";

describe("other names of the app", () => {
  itRejects([
    {
      title: "they are a text",
      values: aliases("backend"),
      problems: [
        [
          "app.aliases",
          '"backend"',
          "a list of names, none of which another part of the stack has",
          "pulumi config rm --stack dev --path app.aliases && pulumi config set --stack dev --path 'app.aliases[0]' backend",
        ],
      ],
    },
    {
      title: "one is no name of a host",
      values: aliases(["back end"]),
      problems: [
        [
          "app.aliases[0]",
          '"back end"',
          "letters, digits, dashes, dots and underscores, at most 63",
          "pulumi config set --stack dev --path 'app.aliases[0]' backend",
        ],
      ],
    },
    {
      title: "other parts have them",
      values: aliases(["web", "cache", "mail", "worker", "Database"]),
      problems: [
        ["cache", "databases.cache"],
        ["mail", "services.mail"],
        ["worker", "app.processes.worker"],
        ["Database", "databases.database"],
      ].map(([name, holder], at) => [
        `app.aliases[${at + 1}]`,
        `the name ${name}, by which ${holder} is reached`,
        "another name",
        MEND,
      ]),
    },
  ]);
});
