import { describe } from "vitest";
import { itRejects } from "../bad-input";

const NAMES =
  "a name of lower-case letters, digits and dashes, at most 30, beginning with a letter";
const ENGINES = "mysql, mariadb, postgres or redis";

describe("databases", () => {
  itRejects([
    {
      title: "is an engine",
      values: { mode: "dev", databases: "redis" },
      problems: [
        [
          "databases",
          '"redis"',
          "a map of names to engines or objects",
          "pulumi config set --stack dev --path databases.cache redis",
        ],
      ],
    },
    {
      title: "has an entry of another engine",
      values: { mode: "dev", databases: { cache: "memcached" } },
      problems: [
        [
          "databases.cache",
          '"memcached"',
          "mysql, mariadb, postgres, redis, or an object with the key engine",
          "pulumi config set --stack dev --path databases.cache redis",
        ],
      ],
    },
    {
      title: "has an entry without an engine",
      values: { mode: "dev", databases: { cache: { port: 6379 } } },
      problems: [
        [
          "databases.cache.engine",
          "nothing",
          ENGINES,
          "pulumi config set --stack dev --path databases.cache.engine redis",
        ],
      ],
    },
    {
      title: "has an entry that is none",
      values: { mode: "dev", databases: { cache: { engine: "none" } } },
      problems: [
        [
          "databases.cache.engine",
          '"none"',
          ENGINES,
          "pulumi config set --stack dev --path databases.cache.engine redis",
        ],
      ],
    },
    {
      title: "has a name that is no host name",
      values: { mode: "dev", databases: { "Job Cache": "redis" } },
      problems: [
        [
          'databases["Job Cache"]',
          'the name "Job Cache"',
          NAMES,
          `rename databases["Job Cache"] to databases.job-cache in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path 'databases["Job Cache"]'`,
        ],
      ],
    },
    {
      title: "has names that other parts of the stack need",
      values: {
        mode: "dev",
        databases: {
          app: "redis",
          localhost: "redis",
          "db-root": "mysql",
          "database-upgrade": "redis",
        },
      },
      problems: ["app", "localhost", "db-root", "database-upgrade"].map((name) => [
        `databases.${name}`,
        `the name "${name}", which Berth needs for another part of the stack`,
        "another name",
        `rename databases.${name} in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path databases.${name}`,
      ]),
    },
    {
      title: "has the entry that the setting database is",
      values: { mode: "dev", database: "mysql", databases: { database: "postgres" } },
      problems: [
        [
          "databases.database",
          '"postgres" beside the setting database',
          "one of the two, which mean the same database",
          "pulumi config rm --stack dev database",
        ],
      ],
    },
    {
      title: "gives a variable twice",
      values: { mode: "dev", database: "mysql", databases: { mysql: "postgres" } },
      problems: [
        [
          "databases.mysql",
          'the name "mysql", whose variable MYSQL_HOST is one of database',
          "another name",
          "rename databases.mysql in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path databases.mysql",
        ],
      ],
    },
    {
      title: "has a volume twice",
      values: {
        mode: "dev",
        database: { engine: "mysql", volume: "data" },
        databases: { other: { engine: "mysql", volume: "data" } },
      },
      problems: [
        [
          "databases.other.volume",
          '"data", which database has',
          "a volume of its own: two servers must never share one",
          "pulumi config rm --stack dev --path databases.other.volume",
        ],
      ],
    },
    {
      title: "is on two nodes",
      values: {
        mode: "prod",
        platform: "swarm",
        database: { engine: "mysql", node: "one" },
        databases: { cache: { engine: "redis", node: "two" } },
      },
      problems: [
        [
          "databases.cache.node",
          '"two", and database.node is "one"',
          "the same node: a stack has all its data on one",
          "pulumi config rm --stack dev --path databases.cache.node",
        ],
      ],
    },
    {
      title: "breaks the rules of each database, and takes a port of another",
      values: {
        mode: "dev",
        databases: {
          main: { engine: "postgres", name: "postgres", port: 5432, maxmemoryPolicy: "noeviction" },
          cache: { engine: "redis", user: "me", port: 5432, node: "one" },
        },
        app: { env: { CACHE_HOST: "elsewhere" } },
      },
      problems: [
        [
          "databases.cache.node",
          '"one" with platform docker',
          "nothing: only a Swarm has nodes",
          "pulumi config rm --stack dev --path databases.cache.node",
        ],
        [
          "databases.cache.port",
          "5432, which databases.main.port takes",
          "a port of its own",
          "pulumi config set --stack dev --path databases.cache.port 127.0.0.1:5433",
        ],
        [
          "app.env.CACHE_HOST",
          "a value, with databases.cache redis",
          "nothing: Berth tells the app of its redis by this variable; name another server in it without databases.cache, or under a name of your own",
          "pulumi config rm --stack dev --path app.env.CACHE_HOST",
        ],
        [
          "databases.cache.user",
          '"me"',
          "nothing: Redis numbers its databases and Berth gives it one password",
          "pulumi config rm --stack dev --path databases.cache.user",
        ],
        [
          "databases.main.name",
          '"postgres", a name that the server or a restore keeps for itself',
          "another name",
          "pulumi config set --stack dev --path databases.main.name widgets",
        ],
        [
          "databases.main.maxmemoryPolicy",
          '"noeviction" with postgres',
          "nothing: only redis has a policy for full memory",
          "pulumi config rm --stack dev --path databases.main.maxmemoryPolicy",
        ],
      ],
    },
    {
      title: "names engines by their other names",
      values: { mode: "dev", databases: { database: "postgresql" } },
      problems: [
        [
          "databases.database",
          '"postgresql"',
          "mysql, mariadb, postgres, redis, or an object with the key engine",
          "pulumi config set --stack dev --path databases.database postgres",
        ],
      ],
    },
  ]);
});
