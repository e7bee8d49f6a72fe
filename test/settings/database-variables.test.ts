import { expect, test } from "vitest";
import { startDatabase } from "../../components";
import { DATABASE_NAMES, databaseEngine } from "../../components/databases";
import { variablesFor } from "../../components/databases/connection";
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
    const { variables } = databaseEngine(engine);
    expect(Object.keys(value.connection.env)).toEqual(Object.values(variables));
    const { value: cache } = await record(() =>
      startDatabase("job-cache", { ...args, engine, role: "job-cache" }, {}),
    );
    const byName = Object.values(variablesFor(variables, "job-cache"));
    expect(Object.keys(cache.connection.env)).toEqual(byName);
    expect(byName).toContain("JOB_CACHE_URL_FILE");
  },
);
