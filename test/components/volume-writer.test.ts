import type Docker from "dockerode";
import { expect, test } from "vitest";
import { withVolume } from "../../components/platforms/docker/volume-writer";

const MISSING = Object.assign(new Error("no such thing"), { statusCode: 404 });

/** Writes to a volume; what was done to containers, where one of that name is there. */
async function write(
  volumeLabels: Record<string, string> | undefined,
  left?: { Labels: Record<string, string>; Status?: string },
) {
  const done: string[] = [];
  const made: { Labels?: Record<string, string> }[] = [];
  const container = (id: string) => ({
    inspect: async () => {
      if (!left) throw MISSING;
      const { Labels, Status = "created" } = left;
      return { Id: "left", State: { Status }, Config: { Labels } };
    },
    remove: async () => void done.push(`remove ${id}`),
  });
  const docker = {
    getVolume: () => ({ inspect: async () => ({ Labels: volumeLabels }) }),
    getContainer: container,
    createContainer: async (options: { name: string; Labels: Record<string, string> }) => {
      made.push(options);
      done.push(`create ${options.name}`);
      return container("new");
    },
  } as unknown as Docker;
  const mounted = { volume: "uploads", image: "app:1", target: "/srv" };
  await withVolume(docker, mounted, "owner", async () => done.push("write"));
  return { done, labels: made[0]?.Labels };
}

const WRITTEN = ["create uploads-owner", "write", "remove new"];

test("what a crash left of a volume without labels, as of one that was taken over, is removed", async () => {
  const { done, labels } = await write({});
  expect(done).toEqual(WRITTEN);
  expect((await write({}, { Labels: labels ?? {} })).done).toEqual(["remove left", ...WRITTEN]);
});

test("what an older version left is known by the labels of its volume", async () => {
  const own = { "berth.project": "shop" };
  expect((await write(own, { Labels: own })).done).toEqual(["remove left", ...WRITTEN]);
});

test.each([
  ["somebody's own", { Labels: {} }],
  ["of another volume", { Labels: { "berth.writes": "others" } }],
  ["running", { Labels: { "berth.writes": "uploads" }, Status: "running" }],
])("one that is %s stays", async (_, left) => {
  expect((await write({}, left)).done).toEqual(WRITTEN);
});
