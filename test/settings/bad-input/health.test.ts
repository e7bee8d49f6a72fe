import { describe } from "vitest";
import { itRejects } from "../bad-input";

const rm = (path: string) => `pulumi config rm --stack dev --path ${path}`;
const ALONE = "nothing: that command alone says whether the app is well";
const ONCE =
  "nothing: from the network the app is asked when `up` waits for it, and not after that";

describe("health checks", () => {
  itRejects([
    {
      title: "two checks at a time",
      values: {
        mode: "prod",
        app: { healthCommand: "true", healthPath: "/up", healthHost: "a.b", healthFrom: "network" },
      },
      problems: [
        ["app.healthPath", '"/up" with app.healthCommand', ALONE, rm("app.healthPath")],
        ["app.healthHost", '"a.b" with app.healthCommand', ALONE, rm("app.healthHost")],
        ["app.healthFrom", '"network" with app.healthCommand', ALONE, rm("app.healthFrom")],
      ],
    },
    {
      title: "Docker's own repetitions, of a check that it does not run",
      values: {
        mode: "prod",
        app: { healthFrom: "network", healthInterval: 10, healthRetries: 3 },
      },
      problems: [
        ["app.healthInterval", "10 with app.healthFrom network", ONCE, rm("app.healthInterval")],
        ["app.healthRetries", "3 with app.healthFrom network", ONCE, rm("app.healthRetries")],
      ],
    },
    {
      title: "tasks of a Swarm, from the network",
      values: { mode: "prod", platform: "swarm", app: { healthFrom: "network" } },
      problems: [
        [
          "app.healthFrom",
          '"network" with platform swarm',
          "container, since a Swarm goes by checks in the tasks; for an image without a shell set app.healthCommand to a list of words that begins with a program of the image",
          "pulumi config set --stack dev --path app.healthFrom container",
        ],
      ],
    },
    {
      title: "a host with a scheme",
      values: { mode: "prod", app: { healthHost: "https://shop.example.com" } },
      problems: [
        [
          "app.healthHost",
          '"https://shop.example.com"',
          "a host name in lower case, or an address",
          "pulumi config set --stack dev --path app.healthHost shop.example.com",
        ],
      ],
    },
    {
      title: "an interval with a unit",
      values: { mode: "prod", app: { healthInterval: "10s", healthTimeout: 0 } },
      problems: [
        [
          "app.healthInterval",
          '"10s"',
          "a whole number from 1 to 3600",
          "pulumi config set --stack dev --path app.healthInterval 10",
        ],
        [
          "app.healthTimeout",
          "0",
          "a whole number from 1 to 600",
          "pulumi config set --stack dev --path app.healthTimeout 10",
        ],
      ],
    },
  ]);
});

describe("variables that Berth sets", () => {
  const ways =
    "by this variable; name another server in it with database none, or under a name of your own";
  itRejects([
    {
      title: "those of MySQL, with MySQL",
      values: {
        mode: "prod",
        app: { env: { MYSQL_HOST: "db.example.com", DATABASE_URL_FILE: "/x", REDIS_HOST: "r" } },
      },
      problems: ["MYSQL_HOST", "DATABASE_URL_FILE"].map(
        (name) =>
          [
            `app.env.${name}`,
            "a value, with database mysql",
            `nothing: Berth tells the app of its mysql ${ways}`,
            rm(`app.env.${name}`),
          ] as const,
      ),
    },
    {
      title: "those of Redis, with Redis",
      values: { mode: "dev", database: "redis", app: { env: { REDIS_PORT: 1, MYSQL_HOST: "m" } } },
      problems: [
        [
          "app.env.REDIS_PORT",
          "a value, with database redis",
          `nothing: Berth tells the app of its redis ${ways}`,
          rm("app.env.REDIS_PORT"),
        ],
      ],
    },
  ]);
});
