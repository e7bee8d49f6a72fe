import { describe } from "vitest";
import { itRejects, PORTS } from "../bad-input";

describe("database", () => {
  itRejects([
    {
      title: "is another engine",
      values: { mode: "dev", database: "mongodb" },
      problems: [
        [
          "database",
          '"mongodb"',
          "none, mysql, mariadb, postgres, redis, or an object with the key engine",
          "pulumi config set --stack dev database mysql",
        ],
      ],
    },
    {
      title: "is misspelt",
      values: { mode: "dev", database: "mysq" },
      problems: [
        [
          "database",
          '"mysq"',
          "none, mysql, mariadb, postgres, redis, or an object with the key engine",
          "pulumi config set --stack dev database mysql",
        ],
      ],
    },
    {
      title: "is empty",
      values: { mode: "dev", database: null },
      problems: [
        [
          "database",
          "an empty value",
          "none, mysql, mariadb, postgres, redis, or an object with the key engine; or no such key, for the default",
          "pulumi config rm --stack dev database",
        ],
      ],
    },
    {
      title: "is a list",
      values: { mode: "dev", database: ["mysql"] },
      problems: [
        [
          "database",
          "a list",
          "none, mysql, mariadb, postgres, redis, or an object with the key engine",
          "pulumi config set --stack dev database mysql",
        ],
      ],
    },
    {
      title: "has no engine",
      values: { mode: "dev", database: {} },
      problems: [
        [
          "database.engine",
          "nothing",
          "none, mysql, mariadb, postgres or redis",
          "pulumi config set --stack dev --path database.engine mysql",
        ],
      ],
    },
    {
      title: "has a wrong engine",
      values: { mode: "dev", database: { engine: "MariaDB" } },
      problems: [
        [
          "database.engine",
          '"MariaDB"',
          "none, mysql, mariadb, postgres or redis",
          "pulumi config set --stack dev --path database.engine mariadb",
        ],
      ],
    },
    {
      title: "name begins with a digit",
      values: { mode: "dev", database: { engine: "mysql", name: "1st" } },
      problems: [
        [
          "database.name",
          '"1st"',
          "letters, digits and underscores, at most 64, not beginning with a digit",
          "pulumi config set --stack dev --path database.name widgets",
        ],
      ],
    },
    {
      title: "name is too long",
      values: {
        mode: "dev",
        database: {
          engine: "mysql",
          name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        },
      },
      problems: [
        [
          "database.name",
          '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
          "letters, digits and underscores, at most 64, not beginning with a digit",
          "pulumi config set --stack dev --path database.name widgets",
        ],
      ],
    },
    {
      title: "user is root",
      values: { mode: "dev", database: { engine: "mysql", user: "Root" } },
      problems: [
        [
          "database.user",
          '"Root"',
          "letters, digits and underscores, at most 32, not beginning with a digit, not root",
          "pulumi config set --stack dev --path database.user widgets",
        ],
      ],
    },
    {
      title: "keepData is YAML's old no",
      values: { mode: "dev", database: { engine: "mysql", keepData: "no" } },
      problems: [
        [
          "database.keepData",
          '"no"',
          "true or false",
          "pulumi config set --stack dev --path database.keepData false",
        ],
      ],
    },
    {
      title: "port is taken by a slip",
      values: { mode: "dev", database: { engine: "mysql", port: "3306:3306" } },
      problems: [
        [
          "database.port",
          '"3306:3306"',
          PORTS,
          "pulumi config set --stack dev --path database.port 127.0.0.1:3306",
        ],
      ],
    },
    {
      title: "image is upper case",
      values: { mode: "dev", database: { engine: "mysql", image: "MySQL:8" } },
      problems: [
        [
          "database.image",
          '"MySQL:8"',
          "an image reference",
          "pulumi config set --stack dev --path database.image mysql:8",
        ],
      ],
    },
    {
      title: "config is empty",
      values: { mode: "dev", database: { engine: "mysql", config: "" } },
      problems: [
        [
          "database.config",
          "an empty value",
          "lines such as max_allowed_packet=256M, or the path of a file; or no such key, for the default",
          "pulumi config rm --stack dev --path database.config",
        ],
      ],
    },
    {
      title: "a policy is none of Redis",
      values: { mode: "prod", database: { engine: "redis", maxmemoryPolicy: "allkey-lru" } },
      problems: [
        [
          "database.maxmemoryPolicy",
          '"allkey-lru"',
          "noeviction, allkeys-lru, allkeys-lfu, allkeys-random, volatile-lru, volatile-lfu, volatile-random or volatile-ttl",
          "pulumi config set --stack dev --path database.maxmemoryPolicy allkeys-lru",
        ],
      ],
    },
    {
      title: "a policy of another engine",
      values: { mode: "prod", database: { engine: "mysql", maxmemoryPolicy: "allkeys-lru" } },
      problems: [
        [
          "database.maxmemoryPolicy",
          '"allkeys-lru" with mysql',
          "nothing: only redis has a policy for full memory",
          "pulumi config rm --stack dev --path database.maxmemoryPolicy",
        ],
      ],
    },
    {
      title: "a policy for a Redis that is never full",
      values: { mode: "dev", database: { engine: "redis", maxmemoryPolicy: "allkeys-lru" } },
      problems: [
        [
          "database.maxmemoryPolicy",
          '"allkeys-lru" without database.limits.memory',
          "a policy together with a limit, without which Redis is never full",
          "pulumi config set --stack dev --path database.limits.memory 512m",
        ],
      ],
    },
    {
      title: "a former volume of an engine that leaves none",
      values: { mode: "dev", database: { engine: "redis", formerVolume: "remove" } },
      problems: [
        [
          "database.formerVolume",
          '"remove" with redis',
          "nothing: a new version of Redis reads the data as it is, and leaves no volume",
          "pulumi config rm --stack dev --path database.formerVolume",
        ],
      ],
    },
    {
      title: "a start that takes days",
      values: { mode: "dev", database: { engine: "mysql", startPeriod: 172800 } },
      problems: [
        [
          "database.startPeriod",
          "172800",
          "a whole number from 1 to 86400",
          "pulumi config set --stack dev --path database.startPeriod 1800",
        ],
      ],
    },
  ]);
});
