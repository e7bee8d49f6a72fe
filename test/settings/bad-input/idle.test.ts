import { describe } from "vitest";
import { itRejects } from "../bad-input";

const rm = (path: string) => `pulumi config rm --stack dev --path ${path}`;
const BUILT = "nothing: app.image is run as it is, without a build";
const UNUSED = "nothing: nothing starts from it";

describe("settings that nothing would come of", () => {
  itRejects([
    {
      title: "an app that is not built",
      values: {
        mode: "prod",
        app: { image: "team/widgets:v1", keepImages: 3, context: "./src" },
        build: { network: "host" },
        registry: { server: "registry.example.com", push: true },
        images: { python: "python:3.12" },
      },
      problems: [
        ["app.keepImages", "3 with app.image", BUILT, rm("app.keepImages")],
        ["app.context", '"./src" with app.image', BUILT, rm("app.context")],
        ["build", "an object with app.image", BUILT, "pulumi config rm --stack dev build"],
        ["registry.push", "true with app.image", BUILT, rm("registry.push")],
        ["images.python", '"python:3.12" with app.image', UNUSED, rm("images.python")],
      ],
    },
    {
      title: "what is given back where nothing is taken away",
      values: { mode: "dev", app: { capabilities: ["NET_RAW"], writable: ["/tmp"] } },
      problems: [
        [
          "app.capabilities",
          "a list with hardening.dropCapabilities false",
          "nothing: the app has all that Docker gives",
          rm("app.capabilities"),
        ],
        [
          "app.writable",
          "a list with hardening.readOnly false",
          "nothing: the app may write wherever its user may",
          rm("app.writable"),
        ],
      ],
    },
    {
      title: "a database that there is not",
      values: { mode: "prod", database: { engine: "none", keepData: true, name: "shop" } },
      problems: [
        [
          "database.name",
          '"shop" with database.engine none',
          "nothing: there is no database",
          rm("database.name"),
        ],
        [
          "database.keepData",
          "true with database.engine none",
          "nothing: there is no database",
          rm("database.keepData"),
        ],
      ],
    },
    {
      title: "backups that there are not",
      values: { mode: "dev", backup: { schedule: "none", keep: 3, limits: { cpus: 1 } } },
      problems: [
        [
          "backup.keep",
          "3 with backup.schedule none",
          "nothing: there are no backups",
          rm("backup.keep"),
        ],
        [
          "backup.limits",
          "an object with backup.schedule none",
          "nothing: there are no backups",
          rm("backup.limits"),
        ],
      ],
    },
    ...[
      { engine: "none" },
      { engine: "redis" },
      { engine: "mysql", name: "shop", user: "shop" },
    ].map((database) => ({
      title: `a name beside an image and ${database.name ? "named " : ""}${database.engine}`,
      values: { mode: "dev", app: { name: "shop", image: "team/widgets:v1" }, database },
      problems: [
        [
          "app.name",
          '"shop" with app.image',
          "nothing: nothing is named by it",
          rm("app.name"),
        ] as const,
      ],
    })),
    {
      title: "images of what does not run",
      values: {
        mode: "dev",
        database: { engine: "mysql", image: "mysql:8" },
        images: { mysql: "mysql:9", redis: "redis:7", caddy: "caddy:2" },
      },
      problems: [
        ["images.mysql", '"mysql:9" with database.image', UNUSED, rm("images.mysql")],
        ["images.redis", '"redis:7" with database mysql', UNUSED, rm("images.redis")],
        [
          "images.caddy",
          '"caddy:2" with rollout recreate and no load balancer',
          UNUSED,
          rm("images.caddy"),
        ],
      ],
    },
    {
      title: "an image that Berth serves static sites with, and this program does not",
      values: { mode: "dev", images: { nginx: "nginx:1.30" } },
      problems: [
        [
          "images.nginx",
          "a key that does not exist",
          "the keys python, mysql, mariadb, postgres, redis, caddy",
          rm("images.nginx"),
        ],
      ],
    },
    {
      title: "a drain where nothing drains",
      values: { mode: "dev", edge: { drain: 60, sticky: true } },
      problems: [
        [
          "edge.drain",
          "60 with rollout recreate",
          "nothing: the old version is stopped before the new one starts, with 30 s for what it is at",
          rm("edge.drain"),
        ],
        [
          "edge.sticky",
          "true with one replica and rollout recreate",
          "nothing: there is no other container that a client could come to",
          rm("edge.sticky"),
        ],
      ],
    },
    {
      title: "clients that nobody keeps apart on a Swarm",
      values: {
        mode: "prod",
        platform: "swarm",
        replicas: 3,
        rollout: "recreate",
        edge: { sticky: true },
      },
      problems: [
        [
          "edge.sticky",
          "true with platform swarm and rollout recreate",
          "nothing: Swarm itself spreads the connections then; it does with rollout rolling",
          rm("edge.sticky"),
        ],
      ],
    },
  ]);
});
