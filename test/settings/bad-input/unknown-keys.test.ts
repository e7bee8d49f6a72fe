import { describe } from "vitest";
import { APP_KEYS, itRejects, TOP_KEYS } from "../bad-input";

describe("a key that does not exist", () => {
  itRejects([
    {
      title: "is misspelt at the top",
      values: { mode: "dev", replica: 2 },
      problems: [
        [
          "replica",
          "a key that does not exist",
          `replicas (did you mean this?), or ${TOP_KEYS}`,
          "pulumi config set --stack dev replicas 2 && pulumi config rm --stack dev replica",
        ],
      ],
    },
    {
      title: "is capital at the top",
      values: { mode: "dev", Server: "uwsgi" },
      problems: [
        [
          "Server",
          "a key that does not exist",
          `server (did you mean this?), or ${TOP_KEYS}`,
          "pulumi config set --stack dev server uwsgi && pulumi config rm --stack dev Server",
        ],
      ],
    },
    {
      title: "is unknown at the top",
      values: { mode: "dev", colour: "red" },
      problems: [
        ["colour", "a key that does not exist", TOP_KEYS, "pulumi config rm --stack dev colour"],
      ],
    },
    {
      title: "was set without --path",
      values: { mode: "dev", "app.port": 8000 },
      problems: [
        [
          "app.port",
          "one key with a dot in it, as `pulumi config set` writes it without --path",
          "port inside of app",
          "pulumi config set --stack dev --path app.port 8000 && pulumi config rm --stack dev app.port",
        ],
      ],
    },
    {
      title: "was set without --path and is wrong",
      values: { mode: "dev", "app.port": 99999 },
      problems: [
        [
          "app.port",
          "one key with a dot in it, as `pulumi config set` writes it without --path",
          "port inside of app",
          "pulumi config set --stack dev --path app.port 8000 && pulumi config rm --stack dev app.port",
        ],
      ],
    },
    {
      title: "was set without --path to a secret",
      values: { mode: "dev", "registry.password": "hunter2" },
      problems: [
        [
          "registry.password",
          "one key with a dot in it, as `pulumi config set` writes it without --path",
          "password inside of registry",
          "pulumi config set --stack dev --secret --path registry.password && pulumi config rm --stack dev registry.password",
        ],
      ],
    },
    {
      title: "was set without --path beside the short form of backups",
      values: { mode: "dev", backup: "weekly", "backup.keep": 14 },
      problems: [
        [
          "backup.keep",
          "one key with a dot in it, as `pulumi config set` writes it without --path",
          "keep inside of backup",
          "pulumi config set --stack dev --path backup.schedule weekly && pulumi config set --stack dev --path backup.keep 14 && pulumi config rm --stack dev backup.keep",
        ],
      ],
    },
    {
      title: "was set without --path beside the short form",
      values: { mode: "dev", database: "redis", "database.port": 6379 },
      problems: [
        [
          "database.port",
          "one key with a dot in it, as `pulumi config set` writes it without --path",
          "port inside of database",
          "pulumi config set --stack dev --path database.engine redis && pulumi config set --stack dev --path database.port 6379 && pulumi config rm --stack dev database.port",
        ],
      ],
    },
    {
      title: "belongs into a group and has a login",
      values: { mode: "dev", pipIndexUrl: "https://deploy:hunter2@pypi.example.com/simple" },
      problems: [
        [
          "pipIndexUrl",
          "a key that does not exist",
          `build.pipIndexUrl (did you mean this?), or ${TOP_KEYS}`,
          "pulumi config set --stack dev --path build.pipIndexUrl && pulumi config rm --stack dev pipIndexUrl",
        ],
      ],
    },
    {
      title: "belongs into a group",
      values: { mode: "dev", healthPath: "/up" },
      problems: [
        [
          "healthPath",
          "a key that does not exist",
          `app.healthPath (did you mean this?), or ${TOP_KEYS}`,
          "pulumi config set --stack dev --path app.healthPath /up && pulumi config rm --stack dev healthPath",
        ],
      ],
    },
    {
      title: "is in several groups",
      values: { mode: "dev", port: 8000 },
      problems: [
        [
          "port",
          "a key that does not exist",
          `app.port or database.port (did you mean this?), or ${TOP_KEYS}`,
          "pulumi config rm --stack dev port",
        ],
      ],
    },
    {
      title: "belongs to the top",
      values: { mode: "dev", app: { replicas: 3 } },
      problems: [
        [
          "app.replicas",
          "a key that does not exist",
          `replicas (did you mean this?), or ${APP_KEYS}`,
          "pulumi config set --stack dev replicas 3 && pulumi config rm --stack dev --path app.replicas",
        ],
      ],
    },
    {
      title: "is misspelt in app",
      values: { mode: "dev", app: { prot: 8000 } },
      problems: [
        [
          "app.prot",
          "a key that does not exist",
          `app.port (did you mean this?), or ${APP_KEYS}`,
          "pulumi config set --stack dev --path app.port 8000 && pulumi config rm --stack dev --path app.prot",
        ],
      ],
    },
    {
      title: "is misspelt beside the right one",
      values: { mode: "dev", app: { ports: 8000, port: 8001 } },
      problems: [
        [
          "app.ports",
          "a key that does not exist",
          `app.port (did you mean this?), or ${APP_KEYS}`,
          "pulumi config rm --stack dev --path app.ports",
        ],
      ],
    },
    {
      title: "is misspelt and its value is wrong",
      values: { mode: "dev", app: { Port: 99999 } },
      problems: [
        [
          "app.Port",
          "a key that does not exist",
          `app.port (did you mean this?), or ${APP_KEYS}`,
          "pulumi config set --stack dev --path app.port 8000 && pulumi config rm --stack dev --path app.Port",
        ],
      ],
    },
    {
      title: "is misspelt for a secret",
      values: {
        mode: "dev",
        registry: { server: "r.example.com", username: "u", pasword: "hunter2" },
      },
      problems: [
        [
          "registry.pasword",
          "a key that does not exist",
          "registry.password (did you mean this?), or the keys server, username, password, push",
          "pulumi config set --stack dev --secret --path registry.password && pulumi config rm --stack dev --path registry.pasword",
        ],
      ],
    },
    {
      title: "is misspelt beside encrypted ones",
      values: { mode: "dev", app: { helthPath: "/up", secrets: { key: "hunter2" } } },
      secretKeys: ["app"],
      problems: [
        [
          "app.helthPath",
          "a key that does not exist",
          `app.healthPath (did you mean this?), or ${APP_KEYS}`,
          "pulumi config set --stack dev --path app.healthPath && pulumi config rm --stack dev --path app.helthPath",
        ],
      ],
    },
    {
      title: "is misspelt in database.limits",
      values: { mode: "dev", database: { engine: "mysql", limits: { mem: "1g" } } },
      problems: [
        [
          "database.limits.mem",
          "a key that does not exist",
          "database.limits.memory (did you mean this?), or the keys cpus, memory, pids",
          "pulumi config set --stack dev --path database.limits.memory 1g && pulumi config rm --stack dev --path database.limits.mem",
        ],
      ],
    },
    {
      title: "needs quotes",
      values: { mode: "dev", images: { "my.image": "x" } },
      problems: [
        [
          'images["my.image"]',
          "a key that does not exist",
          "the keys python, mysql, mariadb, postgres, redis, caddy",
          "pulumi config rm --stack dev --path 'images[\"my.image\"]'",
        ],
      ],
    },
    {
      title: "has a line of its own",
      values: { mode: "dev", logs: { "max-size": "10m" } },
      problems: [
        [
          "logs.max-size",
          "a key that does not exist",
          "logs.maxSize (did you mean this?), or the keys driver, maxSize, maxFile",
          "pulumi config set --stack dev --path logs.maxSize 10m && pulumi config rm --stack dev --path logs.max-size",
        ],
      ],
    },
  ]);
});
