import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("settings that do not go together", () => {
  itRejects([
    {
      title: "an image that is run as it is, and settings of a build",
      values: { mode: "prod", app: { image: "team/shop:v1", tag: "v2", target: "prod" } },
      problems: [
        [
          "app.tag",
          '"v2" with app.image',
          "nothing: app.image is run as it is, without a build",
          "pulumi config rm --stack dev --path app.tag",
        ],
        [
          "app.target",
          '"prod" with app.image',
          "nothing: app.image is run as it is, without a build",
          "pulumi config rm --stack dev --path app.target",
        ],
      ],
    },
    {
      title: "a published database on a network without a way out, by default",
      values: { mode: "prod", database: { engine: "mysql", port: 3306 } },
      problems: [
        [
          "database.port",
          "3306 with hardening.internalNetwork, the default of prod",
          "none: no port of an internal network can be published",
          "pulumi config set --stack dev --path hardening.internalNetwork false",
        ],
      ],
    },
    {
      title: "a published database on a network without a way out, as it is set",
      values: {
        mode: "dev",
        database: { engine: "redis", port: 6379 },
        hardening: { internalNetwork: true },
      },
      problems: [
        [
          "database.port",
          "6379 with hardening.internalNetwork",
          "none: no port of an internal network can be published",
          "pulumi config set --stack dev --path hardening.internalNetwork false",
        ],
      ],
    },
    {
      title: "an app that is to run as root",
      values: { mode: "prod", app: { user: "0:50" } },
      problems: [
        [
          "app.user",
          '"0:50", which is root, with hardening.nonRoot, the default of prod',
          "another user; or root, with hardening.nonRoot set to false",
          "pulumi config set --stack dev --path app.user 10001:10001",
        ],
      ],
    },
    {
      title: "bind with a remote engine",
      values: { mode: "dev", host: "ssh://deploy@server.example.com" },
      problems: [
        [
          "source",
          '"bind", the default of dev, with the host "ssh://deploy@server.example.com"',
          "image, since a remote engine does not see this machine's folders",
          "pulumi config set --stack dev source image",
        ],
      ],
    },
    {
      title: "bind, set, with a remote engine",
      values: { mode: "dev", source: "bind", host: "tcp://10.0.0.2:2375" },
      problems: [
        [
          "source",
          '"bind" with the host "tcp://10.0.0.2:2375"',
          "image, since a remote engine does not see this machine's folders",
          "pulumi config set --stack dev source image",
        ],
      ],
    },
    {
      title: "bind with an encrypted remote engine",
      values: { mode: "dev", host: "ssh://deploy@server.example.com" },
      secretKeys: ["host"],
      problems: [
        [
          "source",
          '"bind", the default of dev, with a remote host',
          "image, since a remote engine does not see this machine's folders",
          "pulumi config set --stack dev source image",
        ],
      ],
    },
    {
      title: "password without username",
      values: { mode: "dev", registry: { server: "r.example.com", password: "hunter2" } },
      secretKeys: ["registry"],
      problems: [
        [
          "registry.username",
          "nothing",
          "username and password together, or neither",
          "pulumi config set --stack dev --path registry.username USERNAME",
        ],
      ],
    },
    {
      title: "username without password",
      values: { mode: "dev", registry: { server: "r.example.com", username: "u" } },
      problems: [
        [
          "registry.password",
          "nothing",
          "username and password together, or neither",
          "pulumi config set --stack dev --secret --path registry.password",
        ],
      ],
    },
    {
      title: "password in plain text",
      values: {
        mode: "dev",
        registry: { server: "r.example.com", username: "u", password: "hunter2" },
      },
      problems: [
        [
          "registry.password",
          "a value in plain text",
          "an encrypted value",
          "pulumi config set --stack dev --secret --path registry.password",
        ],
      ],
    },
    {
      title: "app secrets in plain text",
      values: { mode: "dev", app: { secrets: { api_key: "hunter2", "tls.key": "hunter3" } } },
      problems: [
        [
          "app.secrets.api_key",
          "a value in plain text",
          "an encrypted value",
          "pulumi config set --stack dev --secret --path app.secrets.api_key",
        ],
        [
          'app.secrets["tls.key"]',
          "a value in plain text",
          "an encrypted value",
          "pulumi config set --stack dev --secret --path 'app.secrets[\"tls.key\"]'",
        ],
      ],
    },
    {
      title: "one IPv6 port for both, as it is published on all addresses",
      values: {
        mode: "dev",
        app: { port: "[::]:8000" },
        database: { engine: "mysql", port: "[::1]:8000" },
      },
      problems: [
        [
          "database.port",
          '"[::1]:8000", which app.port takes',
          "a port of its own",
          "pulumi config set --stack dev --path database.port '[::1]:8001'",
        ],
      ],
    },
    {
      title: "one port for both",
      values: { mode: "dev", app: { port: 3306 }, database: { engine: "mysql", port: 3306 } },
      problems: [
        [
          "database.port",
          "3306, which app.port takes",
          "a port of its own",
          "pulumi config set --stack dev --path database.port 127.0.0.1:3307",
        ],
      ],
    },
    {
      title: "one port for both on every interface",
      values: {
        mode: "dev",
        app: { port: "0.0.0.0:65535" },
        database: { engine: "mysql", port: "10.0.0.2:65535" },
      },
      problems: [
        [
          "database.port",
          '"10.0.0.2:65535", which app.port takes',
          "a port of its own",
          "pulumi config set --stack dev --path database.port 10.0.0.2:3306",
        ],
      ],
    },
    {
      title: "names with Redis",
      values: { mode: "dev", database: { engine: "redis", name: "x", user: "y" } },
      problems: [
        [
          "database.name",
          '"x"',
          "nothing: Redis numbers its databases and Berth gives it one password",
          "pulumi config rm --stack dev --path database.name",
        ],
        [
          "database.user",
          '"y"',
          "nothing: Redis numbers its databases and Berth gives it one password",
          "pulumi config rm --stack dev --path database.user",
        ],
      ],
    },
    {
      title: "a database of the server",
      values: { mode: "dev", database: { engine: "mysql", name: "MySQL" } },
      problems: [
        [
          "database.name",
          '"MySQL", a name that the server or a restore keeps for itself',
          "another name",
          "pulumi config set --stack dev --path database.name widgets",
        ],
      ],
    },
    {
      title: "a database whose name PostgreSQL would cut off",
      values: { mode: "dev", database: { engine: "postgres", name: "n".repeat(64) } },
      problems: [
        [
          "database.name",
          `"${"n".repeat(64)}", a name of 64 characters`,
          "a name of at most 63, which PostgreSQL keeps",
          `pulumi config set --stack dev --path database.name ${"n".repeat(63)}`,
        ],
      ],
    },
    {
      title: "rotation with journald",
      values: { mode: "dev", logs: { driver: "journald", maxSize: "1m", maxFile: 2 } },
      problems: [
        [
          "logs.maxSize",
          '"1m" with the driver journald',
          "nothing: only json-file and local rotate their files",
          "pulumi config rm --stack dev --path logs.maxSize",
        ],
        [
          "logs.maxFile",
          "2 with the driver journald",
          "nothing: only json-file and local rotate their files",
          "pulumi config rm --stack dev --path logs.maxFile",
        ],
      ],
    },
  ]);
});
