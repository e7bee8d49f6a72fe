import { expect, test } from "vitest";
import { startDatabase } from "../../components";
import { DATABASE_NAMES, databaseEngine } from "../../components/databases";
import { record } from "../support/mocks";

const args = {
  id: { project: "widgets", stack: "dev" },
  host: "unix:///docker.sock",
  image: "image",
  network: "widgets-dev",
  database: "widgets",
  user: "widgets",
};

test.each(DATABASE_NAMES)(
  "the variables that nobody may override are those that %s sets",
  async (engine) => {
    const { value } = await record(() => startDatabase("database", { ...args, engine }, {}));
    expect(Object.keys(value.connection.env)).toEqual(databaseEngine(engine).variables);
  },
);
