import { expect, test } from "vitest";
import { PostgreSql } from "../../../components";
import type { FormerArgs } from "../../../components/databases/server";
import { record } from "../../support/mocks";

const id = { project: "widgets", stack: "dev" };
const host = "unix:///var/run/docker.sock";
const VOLUME = "widgets-dev-postgres-data-17";
const KEY = "pulumi-nodejs:FormerData database-postgres-data-17";
const upgrade = {
  ...{ product: "PostgreSQL", engine: "postgres" as const, from: "17", to: "18" },
  ...{ folder: "/var/lib/postgresql", user: 999, server: "c1" },
};

const deploy = (formers: readonly FormerArgs[]) =>
  record(() => {
    const basics = { id, host, image: "postgres:18", network: "widgets-dev" };
    return new PostgreSql("database", { ...basics, database: "shop", user: "shop", formers });
  });

test("the server is replaced once its data is brought over", async () => {
  const recording = await deploy([{ volume: VOLUME, remove: false, upgrade }]);
  const { inputs, options, dependencies } = recording.get(KEY);
  expect(inputs).toMatchObject({
    of: id,
    data: "widgets-dev-postgres-data",
    volume: VOLUME,
    keepData: false,
    upgrade: { ...upgrade, image: "id of postgres:18" },
  });
  expect(options.ignoreChanges).toBeUndefined();
  // Not before the new image is there.
  expect(dependencies).toContain("docker:RemoteImage database-image");
  expect(recording.get("docker:Container database").dependencies).toContain(KEY);
});

test("afterwards what made it stays on record, and changes nothing", async () => {
  const recording = await deploy([{ volume: VOLUME, remove: true }]);
  const { inputs, options } = recording.get(KEY);
  expect(inputs).toMatchObject({ volume: VOLUME, remove: true });
  expect(inputs).not.toHaveProperty("upgrade");
  expect(options.ignoreChanges).toEqual(["upgrade"]);
});
