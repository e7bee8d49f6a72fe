import { describe } from "vitest";
import { APP_KEYS, itRejects } from "../bad-input";

describe("a group", () => {
  itRejects([
    {
      title: "app is a text",
      values: { mode: "dev", app: "widgets" },
      problems: [
        [
          "app",
          '"widgets"',
          `an object with ${APP_KEYS}`,
          "pulumi config set --stack dev --path app.name widgets",
        ],
      ],
    },
    {
      title: "app is a folder",
      values: { mode: "dev", app: "./app" },
      problems: [
        [
          "app",
          '"./app"',
          `an object with ${APP_KEYS}`,
          "pulumi config set --stack dev --path app.context ./app",
        ],
      ],
    },
    {
      title: "app is empty",
      values: { mode: "dev", app: "" },
      problems: [
        [
          "app",
          "an empty value",
          `an object with ${APP_KEYS}; or no such key, for the default`,
          "pulumi config rm --stack dev app",
        ],
      ],
    },
    {
      title: "app is a list",
      values: { mode: "dev", app: ["widgets"] },
      problems: [
        [
          "app",
          "a list",
          `an object with ${APP_KEYS}`,
          "pulumi config rm --stack dev app && pulumi config set --stack dev --path app.name widgets",
        ],
      ],
    },
    {
      title: "app is broken JSON",
      values: { mode: "dev", app: '{"name": "widgets"' },
      problems: [
        [
          "app",
          '"{\\"name\\": \\"widgets\\""',
          `an object with ${APP_KEYS}`,
          "pulumi config set --stack dev --path app.name widgets",
        ],
      ],
    },
    {
      title: "limits is an amount",
      values: { mode: "dev", limits: "512m" },
      problems: [
        [
          "limits",
          '"512m"',
          "an object with the keys cpus, memory, pids",
          "pulumi config set --stack dev --path limits.memory 512m",
        ],
      ],
    },
    {
      title: "limits is a number",
      values: { mode: "dev", limits: 512 },
      problems: [
        [
          "limits",
          "512",
          "an object with the keys cpus, memory, pids",
          "pulumi config set --stack dev --path limits.cpus 0.5",
        ],
      ],
    },
    {
      title: "registry is a text",
      values: { mode: "dev", registry: "registry.example.com" },
      problems: [
        [
          "registry",
          '"registry.example.com"',
          "an object with the keys server, username, password, push",
          "pulumi config set --stack dev --path registry.server registry.example.com",
        ],
      ],
    },
    {
      title: "registry has no server",
      values: { mode: "dev", registry: {} },
      problems: [
        [
          "registry.server",
          "nothing",
          "HOST[:PORT][/NAMESPACE]",
          "pulumi config set --stack dev --path registry.server registry.example.com/team",
        ],
      ],
    },
    {
      title: "images is a text",
      values: { mode: "dev", images: "python:3.12" },
      problems: [
        [
          "images",
          '"python:3.12"',
          "an object with the keys python, mysql, mariadb, postgres, redis, caddy",
          "pulumi config set --stack dev --path images.python python:3.12",
        ],
      ],
    },
    {
      title: "build is a list",
      values: { mode: "dev", build: [] },
      problems: [
        [
          "build",
          "an empty list",
          "an object with the keys pipIndexUrl, pipTrustedHost, aptMirror, platform, cacheFrom, network",
          "pulumi config rm --stack dev build && pulumi config set --stack dev --path build.pipIndexUrl https://pypi.example.com/simple",
        ],
      ],
    },
    {
      title: "logs is a driver",
      values: { mode: "dev", logs: "journald" },
      problems: [
        [
          "logs",
          '"journald"',
          "an object with the keys driver, maxSize, maxFile",
          "pulumi config set --stack dev --path logs.driver journald",
        ],
      ],
    },
    {
      title: "database.limits is null",
      values: { mode: "dev", database: { engine: "mysql", limits: null } },
      problems: [
        [
          "database.limits",
          "an empty value",
          "an object with the keys cpus, memory, pids; or no such key, for the default",
          "pulumi config rm --stack dev --path database.limits",
        ],
      ],
    },
  ]);
});
