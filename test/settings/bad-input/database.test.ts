import { describe } from "vitest";
import { itRejects, PORTS } from "../bad-input";

describe("database", () => {
  itRejects([
    {
      title: "is another engine",
      values: { mode: "dev", database: "postgres" },
      problems: [
        [
          "database",
          '"postgres"',
          "none, mysql, mariadb, redis, or an object with the key engine",
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
          "none, mysql, mariadb, redis, or an object with the key engine",
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
          "none, mysql, mariadb, redis, or an object with the key engine; or no such key, for the default",
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
          "none, mysql, mariadb, redis, or an object with the key engine",
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
          "none, mysql, mariadb or redis",
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
          "none, mysql, mariadb or redis",
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
  ]);
});
