import { expect, test } from "vitest";
import { DockerProvider } from "../../../../engine/providers/docker";

/** Compares a volume that a person made, with options of its own and without labels. */
async function compare(ignoreChanges: string[]): Promise<string[]> {
  const request = { urn: "urn:volume", type: "docker:index/volume:Volume", id: "data" };
  const news = { name: "data", labels: [{ label: "a", value: "1" }] };
  const found = { name: "data", driver: "local", mountpoint: "/data", id: "data" };
  const oldOutputs = { ...found, labels: [], driverOpts: { type: "none", device: "/disk" } };
  const provider = new DockerProvider();
  return (await provider.diff({ ...request, oldInputs: news, oldOutputs, news, ignoreChanges }))
    .replaces;
}

test("what is to be ignored is ignored where it is in the state only", async () => {
  expect(await compare([])).toEqual(["driverOpts", "labels"]);
  expect(await compare(["labels"])).toEqual(["driverOpts"]);
  expect(await compare(["labels", "driverOpts"])).toEqual([]);
});
