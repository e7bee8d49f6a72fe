import { expect, test } from "vitest";

import { containerOf, serverOf } from "../../backup/places";
import { connect } from "../../docker/connect";
import { fakeEngine } from "../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const LABELS = { "berth.project": "shop", "berth.stack": "prod", "berth.role": "database" };

async function place(
  Labels: Record<string, string>,
  volumes: Record<string, Record<string, string> | null> = {},
) {
  const Mounts = Object.keys(volumes).map((Name) => ({ Name, Destination: "/data" }));
  const found = { Id: "c1", State: { Running: true }, Config: { Labels, Env: [] }, Mounts };
  const { address } = await fakeEngine({
    "GET /containers/shop-prod-database/json": () => ({ body: found }),
    "GET /containers/json": () => ({ body: [] }),
    ...Object.fromEntries(
      Object.entries(volumes).map(([Name, Labels]) => [
        `GET /volumes/${Name}`,
        () => ({ body: { Name, Labels } }),
      ]),
    ),
  });
  return { docker: connect(address), id };
}

test("a container is found by its name and labels", async () => {
  expect((await containerOf(await place(LABELS), "database"))?.Id).toBe("c1");
});

test.each([
  ["its label", "shop-prod-data", { "berth.database": "redis" }, "redis"],
  ["its label, whatever it is called", "x-mysql-data", { "berth.database": "redis" }, "redis"],
  ["its name, where an earlier version made it", "shop-prod-mariadb-data", null, "mariadb"],
  ["neither", "shop-prod-other-data", {}, undefined],
])("a volume's database engine is known by %s", async (_, volume, Labels, engine) => {
  const { docker } = await place(LABELS, { [volume]: Labels });
  expect((await serverOf({ docker, id }))?.engine).toBe(engine);
});

test("one of the name that somebody else made is none of the stack's", async () => {
  expect(await containerOf(await place({}), "database")).toBeUndefined();
  expect(await serverOf(await place({ ...LABELS, "berth.stack": "dev" }))).toBeUndefined();
});
