import { expect, test } from "vitest";
import { MySql, Redis } from "../../components";
import { ENGINES } from "../../settings/sections/database/engines";
import { record } from "../support/mocks";

const common = {
  id: { project: "widgets", stack: "dev" },
  host: "unix:///docker.sock",
  image: "image",
  network: "widgets-dev",
};

test.each(["mysql", "mariadb", "redis"] as const)(
  "the variables that nobody may override are those that %s sets",
  async (engine) => {
    const { value } = await record(() =>
      engine === "redis"
        ? new Redis("database", common)
        : new MySql("database", { ...common, engine, database: "widgets", user: "widgets" }),
    );
    expect(Object.keys(value.connection.env)).toEqual([...ENGINES[engine].variables]);
  },
);
