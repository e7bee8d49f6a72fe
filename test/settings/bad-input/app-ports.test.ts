import { describe } from "vitest";
import { itRejects, PORTS } from "../bad-input";

describe("ports of app", () => {
  itRejects([
    {
      title: "port is too high",
      values: { mode: "dev", app: { port: 99999 } },
      problems: [
        ["app.port", "99999", PORTS, "pulumi config set --stack dev --path app.port 8000"],
      ],
    },
    {
      title: "port is zero",
      values: { mode: "dev", app: { port: 0 } },
      problems: [["app.port", "0", PORTS, "pulumi config set --stack dev --path app.port 8000"]],
    },
    {
      title: "port is negative",
      values: { mode: "dev", app: { port: -1 } },
      problems: [["app.port", "-1", PORTS, "pulumi config set --stack dev --path app.port 8000"]],
    },
    {
      title: "port is a fraction",
      values: { mode: "dev", app: { port: 8000.5 } },
      problems: [
        ["app.port", "8000.5", PORTS, "pulumi config set --stack dev --path app.port 8000"],
      ],
    },
    {
      title: "port is huge",
      values: { mode: "dev", app: { port: 100000000000000000000 } },
      problems: [
        [
          "app.port",
          "100000000000000000000",
          PORTS,
          "pulumi config set --stack dev --path app.port 8000",
        ],
      ],
    },
    {
      title: "port has spaces",
      values: { mode: "dev", app: { port: " 80 00 " } },
      problems: [
        ["app.port", '" 80 00 "', PORTS, "pulumi config set --stack dev --path app.port 8000"],
      ],
    },
    {
      title: "port looks octal",
      values: { mode: "dev", app: { port: "08000" } },
      problems: [
        ["app.port", '"08000"', PORTS, "pulumi config set --stack dev --path app.port 8000"],
      ],
    },
    {
      title: "port has a wrong address",
      values: { mode: "dev", app: { port: "127.0.0.256:8000" } },
      problems: [
        [
          "app.port",
          '"127.0.0.256:8000"',
          PORTS,
          "pulumi config set --stack dev --path app.port 8000",
        ],
      ],
    },
    {
      title: "port has a host name",
      values: { mode: "dev", app: { port: "localhost:8000" } },
      problems: [
        [
          "app.port",
          '"localhost:8000"',
          PORTS,
          "pulumi config set --stack dev --path app.port 8000",
        ],
      ],
    },
    {
      title: "port is an object",
      values: { mode: "dev", app: { port: { host: 8000 } } },
      problems: [
        ["app.port", "an object", PORTS, "pulumi config set --stack dev --path app.port 8000"],
      ],
    },
    {
      title: "port is null",
      values: { mode: "dev", app: { port: null } },
      problems: [
        [
          "app.port",
          "an empty value",
          `${PORTS}; or no such key, for the default`,
          "pulumi config rm --stack dev --path app.port",
        ],
      ],
    },
    {
      title: "containerPort is none",
      values: { mode: "dev", app: { containerPort: "none" } },
      problems: [
        [
          "app.containerPort",
          '"none"',
          "a port from 1 to 65535",
          "pulumi config set --stack dev --path app.containerPort 5000",
        ],
      ],
    },
    {
      title: "containerPort looks octal",
      values: { mode: "dev", app: { containerPort: "0500" } },
      problems: [
        [
          "app.containerPort",
          '"0500"',
          "a port from 1 to 65535",
          "pulumi config set --stack dev --path app.containerPort 5000",
        ],
      ],
    },
    {
      title: "has encrypted values and a wrong port",
      values: { mode: "dev", app: { port: 99999, secrets: { key: "hunter2" } } },
      secretKeys: ["app"],
      problems: [
        [
          "app.port",
          "a value that is not shown, since app has encrypted ones",
          PORTS,
          "pulumi config set --stack dev --path app.port 8000",
        ],
      ],
    },
  ]);
});
