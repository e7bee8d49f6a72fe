import { describe } from "vitest";
import { itRejects } from "../bad-input";

const WORKER = { command: "celery worker" };
const process = (own: object, name = "worker") => ({
  mode: "dev",
  app: { processes: { [name]: { ...WORKER, ...own } } },
});
const NAMED = "a name of its own";

describe("processes, release command and secret variables of app", () => {
  itRejects([
    {
      title: "processes are a list",
      values: { mode: "dev", app: { processes: ["celery worker"] } },
      problems: [
        [
          "app.processes",
          "a list",
          "a map of names to commands or objects",
          "pulumi config rm --stack dev --path app.processes && pulumi config set --stack dev --path app.processes.worker 'celery --app shop worker'",
        ],
      ],
    },
    {
      title: "a process has an empty command",
      values: { mode: "dev", app: { processes: { worker: "" } } },
      problems: [
        [
          "app.processes.worker",
          "an empty value",
          "a command, or an object with the key command",
          "pulumi config set --stack dev --path app.processes.worker 'celery --app shop worker'",
        ],
      ],
    },
    {
      title: "a process has no command",
      values: { mode: "dev", app: { processes: { worker: { replicas: 2 } } } },
      problems: [
        [
          "app.processes.worker.command",
          "nothing",
          "a list of words, or a line for the shell",
          "pulumi config set --stack dev --path app.processes.worker.command 'celery --app shop worker'",
        ],
      ],
    },
    {
      title: "a process has the name of the app",
      values: process({}, "app"),
      problems: [
        [
          "app.processes.app",
          'the name "app", which another part of the stack has',
          NAMED,
          "rename app.processes.app in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path app.processes.app",
        ],
      ],
    },
    {
      title: "a process has a name that Docker has not",
      values: process({}, "Mail_Worker"),
      problems: [
        [
          "app.processes.Mail_Worker",
          'the name "Mail_Worker"',
          "a name of lower-case letters, digits and dashes, at most 30, with a letter or digit at both ends",
          "rename app.processes.Mail_Worker to app.processes.mail-worker in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path app.processes.Mail_Worker",
        ],
      ],
    },
    {
      title: "there are several of a singleton",
      values: process({ singleton: true, replicas: 3 }),
      problems: [
        [
          "app.processes.worker.replicas",
          "3 with singleton true",
          "nothing: there is never more than one of it",
          "pulumi config rm --stack dev --path app.processes.worker.replicas",
        ],
      ],
    },
    {
      title: "a stop grace has a unit",
      values: process({ stopGrace: "5m" }),
      problems: [
        [
          "app.processes.worker.stopGrace",
          '"5m"',
          "a whole number of seconds from 1 to 86400",
          "pulumi config set --stack dev --path app.processes.worker.stopGrace 300",
        ],
      ],
    },
    {
      title: "a process counts its containers in words",
      values: process({ replicas: "two" }),
      problems: [
        [
          "app.processes.worker.replicas",
          '"two"',
          "a whole number from 1 to 100",
          "pulumi config set --stack dev --path app.processes.worker.replicas 2",
        ],
      ],
    },
    {
      title: "a process rotates what its driver does not",
      values: process({ logs: { driver: "journald", maxFile: 3 } }),
      problems: [
        [
          "app.processes.worker.logs.maxFile",
          "3 with the driver journald",
          "nothing: only json-file and local rotate their files",
          "pulumi config rm --stack dev --path app.processes.worker.logs.maxFile",
        ],
      ],
    },
    {
      title: "a release command is empty",
      values: { mode: "dev", app: { releaseCommand: [] } },
      problems: [
        [
          "app.releaseCommand",
          "an empty list",
          "a command, or an object with the keys command, runAgain and timeout",
          "pulumi config set --stack dev --path app.releaseCommand 'flask db upgrade'",
        ],
      ],
    },
    {
      title: "a secret variable is in plain text",
      values: { mode: "dev", app: { secretEnv: { TOKEN: "hunter2" } } },
      problems: [
        [
          "app.secretEnv.TOKEN",
          "a value in plain text",
          "an encrypted value",
          "pulumi config set --stack dev --secret --path app.secretEnv.TOKEN",
        ],
      ],
    },
    {
      title: "a variable is given twice",
      values: { mode: "dev", app: { env: { TOKEN: "a" }, secretEnv: { TOKEN: "b" } } },
      secretKeys: ["app"],
      problems: [
        [
          "app.env.TOKEN",
          "a value, and app.secretEnv has one of the same name",
          "one of the two",
          "pulumi config rm --stack dev --path app.env.TOKEN",
        ],
      ],
    },
    {
      title: "a secret variable leads away from the database",
      values: { mode: "dev", database: "redis", app: { secretEnv: { REDIS_HOST: "a" } } },
      secretKeys: ["app"],
      problems: [
        [
          "app.secretEnv.REDIS_HOST",
          "a value, with database redis",
          "nothing: Berth tells the app of its redis by this variable; name another server in it with database none, or under a name of your own",
          "pulumi config rm --stack dev --path app.secretEnv.REDIS_HOST",
        ],
      ],
    },
    {
      title: "a release command may take minutes",
      values: { mode: "dev", app: { releaseCommand: { command: "a", timeout: "10m" } } },
      problems: [
        [
          "app.releaseCommand.timeout",
          '"10m"',
          "a whole number from 1 to 604800",
          "pulumi config set --stack dev --path app.releaseCommand.timeout 600",
        ],
      ],
    },
    {
      title: "a release command has no command",
      values: { mode: "dev", app: { releaseCommand: { runAgain: "today" } } },
      problems: [
        [
          "app.releaseCommand.command",
          "nothing",
          "a list of words, or a line for the shell",
          "pulumi config set --stack dev --path app.releaseCommand.command 'flask db upgrade'",
        ],
      ],
    },
    {
      title: "a key of Compose, which services have",
      values: { mode: "dev", app: { processes: { w: { command: "a", stop_grace_period: "1m" } } } },
      problems: [
        [
          "app.processes.w.stop_grace_period",
          "a key that does not exist",
          "the keys command, replicas, singleton, healthCommand, stopGrace, limits, logs",
          "pulumi config rm --stack dev --path app.processes.w.stop_grace_period",
        ],
      ],
    },
    {
      title: "a process and a service of one name",
      values: {
        mode: "dev",
        app: { processes: { mail: "a" } },
        services: { mail: "axllent/mailpit:v1.27" },
      },
      problems: [
        [
          "app.processes.mail",
          'the name "mail", which services.mail has',
          "a name of its own",
          "rename app.processes.mail in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path app.processes.mail",
        ],
        [
          "services.mail",
          "the name mail, by which the process mail is reached",
          "another name",
          "rename services.mail in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a secret variable has a dash",
      values: { mode: "dev", app: { secretEnv: { "my-token": "hunter2" } } },
      secretKeys: ["app"],
      problems: [
        [
          "app.secretEnv.my-token",
          'the name "my-token"',
          "a name of letters, digits and underscores, not beginning with a digit",
          "pulumi config set --stack dev --secret --path app.secretEnv.my_token && pulumi config rm --stack dev --path app.secretEnv.my-token",
        ],
      ],
    },
  ]);
});
