import { describe, expect, test } from "vitest";

import { fakeEngine } from "../../../docker/fake-engine";
import { Stack } from "./stack";

const LABELS = [{ label: "berth.stack", value: "dev" }];
const OWN = { "berth.stack": "dev" };

describe("a volume of the name is there already", () => {
  async function create(there: object, inputs: object = { labels: LABELS }, node = "inactive") {
    const found = { Name: "data", Driver: "local", Labels: null, Options: null, ...there };
    const { address, requests } = await fakeEngine({
      "GET /volumes/data": () => ({ body: found }),
      "GET /info": () => ({ body: { Swarm: { LocalNodeState: node } } }),
      "POST /volumes/create": () => ({ status: 201, body: found }),
    });
    const stack = new Stack();
    await stack.configure({ host: address });
    const outcome = stack.create("Volume", "data", { name: "data", ...inputs });
    return { outcome, requests };
  }

  test.each([
    ["its labels", {}],
    ["its labels", { Labels: { "berth.stack": "prod" } }],
    ["its driver", { Labels: OWN, Driver: "nfs" }, { labels: LABELS, driver: "local" }],
    ["its options", { Labels: OWN }, { labels: LABELS, driverOpts: { type: "nfs" } }],
    ["its labels", { Labels: OWN }, {}],
  ])("and %s are others: it is not taken over", async (what, there, inputs?: object) => {
    const { outcome, requests } = await create(there, inputs);
    await expect(outcome).rejects.toThrow(
      `volume data cannot be created: there is one already that was not made by this stack: ${what} are others; to take it over: pulumi import docker:index/volume:Volume RESOURCE data; else choose another name, or remove it with its data: docker volume rm data`,
    );
    expect(requests.filter(({ line }) => line.startsWith("POST"))).toEqual([]);
  });

  test.each([
    ["kept by this stack", { Labels: OWN }],
    ["made for it with options of its own", { Labels: OWN, Options: { type: "nfs" } }],
  ])("and was %s: it is taken back", async (_, there) => {
    const { outcome } = await create(there);
    expect((await outcome).id).toBe("data");
  });

  test("and is one that a Swarm made, which gives them no labels: it is taken over on a node", async () => {
    const { outcome } = await create({}, undefined, "active");
    expect((await outcome).id).toBe("data");
    const marked = await create({ Labels: { owner: "somebody" } }, undefined, "active");
    await expect(marked.outcome).rejects.toThrow("its labels are others");
  });
});

test("a network of the name that is there already is told with whose to ask", async () => {
  const { address } = await fakeEngine({
    "POST /networks/create": () => ({
      status: 409,
      body: { message: "network with name net already exists" },
    }),
  });
  const stack = new Stack();
  await stack.configure({ host: address });
  await expect(stack.create("Network", "net", { name: "net" })).rejects.toThrow(
    "network net cannot be created: network with name net already exists\nSee whose it is: docker network inspect net; remove it where nobody needs it: docker network rm net",
  );
});
