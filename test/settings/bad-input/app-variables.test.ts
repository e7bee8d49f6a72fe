import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("variables, secrets and command of app", () => {
  itRejects([
    {
      title: "env is a list",
      values: { mode: "dev", app: { env: ["A=1"] } },
      problems: [
        [
          "app.env",
          "a list",
          "a map of names to texts",
          "pulumi config rm --stack dev --path app.env && pulumi config set --stack dev --path app.env.LOG_LEVEL debug",
        ],
      ],
    },
    {
      title: "env is a text",
      values: { mode: "dev", app: { env: "A=1" } },
      problems: [
        [
          "app.env",
          '"A=1"',
          "a map of names to texts",
          "pulumi config rm --stack dev --path app.env && pulumi config set --stack dev --path app.env.LOG_LEVEL debug",
        ],
      ],
    },
    {
      title: "env has a name with a dash",
      values: { mode: "dev", app: { env: { "LOG-LEVEL": "debug" } } },
      problems: [
        [
          "app.env.LOG-LEVEL",
          'the name "LOG-LEVEL"',
          "a name of letters, digits and underscores, not beginning with a digit",
          "pulumi config set --stack dev --path app.env.LOG_LEVEL VALUE && pulumi config rm --stack dev --path app.env.LOG-LEVEL",
        ],
      ],
    },
    {
      title: "env has a name with a dot",
      values: { mode: "dev", app: { env: { "log.level": "debug" } } },
      problems: [
        [
          'app.env["log.level"]',
          'the name "log.level"',
          "a name of letters, digits and underscores, not beginning with a digit",
          "pulumi config set --stack dev --path app.env.log_level VALUE && pulumi config rm --stack dev --path 'app.env[\"log.level\"]'",
        ],
      ],
    },
    {
      title: "env has a name with a quote",
      values: { mode: "dev", app: { env: { "it's": "debug" } } },
      problems: [
        [
          'app.env["it\'s"]',
          'the name "it\'s"',
          "a name of letters, digits and underscores, not beginning with a digit",
          "pulumi config set --stack dev --path app.env.it_s VALUE && pulumi config rm --stack dev --path 'app.env[\"it'\\''s\"]'",
        ],
      ],
    },
    {
      title: "env has a null",
      values: { mode: "dev", app: { env: { A: null } } },
      problems: [
        [
          "app.env.A",
          "an empty value",
          "a text (in quotes where it looks like a number)",
          "pulumi config set --stack dev --path app.env.A VALUE",
        ],
      ],
    },
    {
      title: "env has a number that lost digits",
      values: { mode: "dev", app: { env: { A: 12345678901234567000 } } },
      problems: [
        [
          "app.env.A",
          "12345678901234567000",
          "a text (in quotes where it looks like a number)",
          "pulumi config set --stack dev --path --type string app.env.A VALUE",
        ],
      ],
    },
    {
      title: "buildArgs has an object",
      values: { mode: "dev", app: { buildArgs: { A: { B: 1 } } } },
      problems: [
        [
          "app.buildArgs.A",
          "an object",
          "a text (in quotes where it looks like a number)",
          "pulumi config set --stack dev --path app.buildArgs.A VALUE",
        ],
      ],
    },
    {
      title: "secrets is a text",
      values: { mode: "dev", app: { secrets: "hunter2" } },
      problems: [
        [
          "app.secrets",
          "[secret]",
          "a map of file names to encrypted texts",
          "pulumi config rm --stack dev --path app.secrets && pulumi config set --stack dev --secret --path app.secrets.api_key",
        ],
      ],
    },
    {
      title: "secrets has a list",
      values: { mode: "dev", app: { secrets: { key: ["hunter2"] } } },
      problems: [
        [
          "app.secrets.key",
          "[secret]",
          "an encrypted text",
          "pulumi config set --stack dev --secret --path app.secrets.key",
        ],
      ],
    },
    {
      title: "secrets has a number that lost digits",
      values: { mode: "dev", app: { secrets: { "tls.key": 12345678901234567000 } } },
      problems: [
        [
          'app.secrets["tls.key"]',
          "[secret]",
          "an encrypted text",
          "pulumi config set --stack dev --secret --path 'app.secrets[\"tls.key\"]'",
        ],
      ],
    },
    {
      title: "secrets has an empty value",
      values: { mode: "dev", app: { secrets: { key: "" } } },
      problems: [
        [
          "app.secrets.key",
          "an empty value",
          "an encrypted text",
          "pulumi config set --stack dev --secret --path app.secrets.key",
        ],
      ],
    },
    {
      title: "secrets has a name with a slash",
      values: { mode: "dev", app: { secrets: { "../key": "hunter2" } } },
      problems: [
        [
          'app.secrets["../key"]',
          'the name "../key"',
          "a name of letters, digits, dots, dashes and underscores, beginning with none of . and -",
          "pulumi config set --stack dev --secret --path app.secrets.___key && pulumi config rm --stack dev --path 'app.secrets[\"../key\"]'",
        ],
      ],
    },
    ...(
      [
        ["mysql-password", "mysql", "database mysql"],
        ["database-url", "mysql", "database mysql"],
        ["task-cache-password", "redis", "databases.task-cache redis"],
        ["task-cache-url", "redis", "databases.task-cache redis"],
      ] as const
    ).map(([name, engine, of]) => ({
      title: `secrets has ${name}, which is a database's`,
      values: {
        mode: "dev",
        app: { secrets: { [name]: "hunter2" } },
        databases: { database: "mysql", "task-cache": "redis" },
      },
      secretKeys: ["app"],
      problems: [
        [
          `app.secrets.${name}`,
          `a secret, with ${of.replace(/^database mysql/, "databases.database mysql")}`,
          `another name: Berth gives the app the login of its ${engine} in this file`,
          `pulumi config rm --stack dev --path app.secrets.${name}`,
        ],
      ] as [string, string, string, string][],
    })),
    {
      title: "command is an empty list",
      values: { mode: "dev", app: { command: [] } },
      problems: [
        [
          "app.command",
          "an empty list",
          "a list of words, or a line for the shell",
          "pulumi config set --stack dev --path app.command 'flask run --host 0.0.0.0'",
        ],
      ],
    },
    {
      title: "command has an object",
      values: { mode: "dev", app: { command: ["flask", { run: 1 }] } },
      problems: [
        [
          "app.command",
          "a list",
          "a list of words, or a line for the shell",
          "pulumi config set --stack dev --path app.command 'flask run --host 0.0.0.0'",
        ],
      ],
    },
  ]);
});
