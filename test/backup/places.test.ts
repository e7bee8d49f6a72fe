import { expect, test } from "vitest";

import { containerOf, serverOf } from "../../backup/places";
import { connect } from "../../docker/connect";
import { fakeEngine } from "../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const LABELS = { "berth.project": "shop", "berth.stack": "prod", "berth.role": "database" };

async function place(Labels: Record<string, string>) {
  const found = { Id: "c1", State: { Running: true }, Config: { Labels, Env: [] }, Mounts: [] };
  const { address } = await fakeEngine({
    "GET /containers/shop-prod-database/json": () => ({ body: found }),
    "GET /containers/json": () => ({ body: [] }),
  });
  return { docker: connect(address), id };
}

test("a container is found by its name and labels", async () => {
  expect((await containerOf(await place(LABELS), "database"))?.Id).toBe("c1");
});

test("one of the name that somebody else made is none of the stack's", async () => {
  expect(await containerOf(await place({}), "database")).toBeUndefined();
  expect(await serverOf(await place({ ...LABELS, "berth.stack": "dev" }))).toBeUndefined();
});
