import { expect, test, vi } from "vitest";
import { DataVolume } from "../../components";
import { labels } from "../../components/labels";
import { record } from "../support/mocks";

const id = { project: "widgets", stack: "prod" };
const volume = (keepData?: boolean) =>
  record(() => new DataVolume("data", { id, role: "mysql-data", keepData }));

test("a volume that is named after stack and role and carries the labels", async () => {
  const recording = await volume();

  expect(recording.tree()).toEqual([
    "berth:docker:DataVolume data",
    "  docker:index/volume:Volume data",
  ]);
  expect(recording.get("docker:Volume data").inputs).toEqual({
    name: "widgets-prod-mysql-data",
    labels: labels(id, "mysql-data"),
  });
  expect(recording.get("berth:DataVolume data").outputs).toEqual({
    volumeName: "widgets-prod-mysql-data",
  });
});

test("one of a database says in a label whose data it holds", async () => {
  const args = { id, role: "mysql-data", database: "mysql" };
  const recording = await record(() => new DataVolume("data", args));
  expect(recording.get("docker:Volume data").inputs.labels).toEqual([
    ...labels(id, "mysql-data"),
    { label: "berth.database", value: "mysql" },
  ]);
});

test.each([undefined, false])("keepData %s: a destroy removes it", async (keepData) => {
  const { options } = (await volume(keepData)).get("docker:Volume data");
  expect(options).toEqual({ retainOnDelete: false, ignoreChanges: ["labels", "driverOpts"] });
});

test("keepData: a destroy leaves it, and says so", async () => {
  const recording = await volume(true);

  expect(recording.tree()).toEqual([
    "berth:docker:DataVolume data",
    "  docker:index/volume:Volume data",
    "  pulumi-nodejs:dynamic/berth:KeptVolume data-kept",
  ]);
  expect(recording.get("docker:Volume data").options.retainOnDelete).toBe(true);
  expect(recording.get("pulumi-nodejs:KeptVolume data-kept").inputs).toMatchObject({
    volume: "widgets-prod-mysql-data",
  });
});

test("what a destroy says of a volume that it keeps", async () => {
  const recording = await volume(true);
  const provider = recording.dynamicProvider("pulumi-nodejs:KeptVolume data-kept");
  const said = vi.spyOn(console, "log").mockReturnValue();
  const inputs = { volume: "widgets-prod-mysql-data" };

  expect(await provider.create(inputs)).toEqual({ id: "widgets-prod-mysql-data", outs: inputs });
  expect(said).not.toHaveBeenCalled();

  await provider.delete("widgets-prod-mysql-data", inputs);
  expect(said.mock.calls).toEqual([
    [
      "Kept the data volume widgets-prod-mysql-data. To delete its data: docker volume rm widgets-prod-mysql-data",
    ],
  ]);
});
