import { expect, test } from "vitest";
import { type Task, taskPart } from "../../../cli/commands/tasks";

const ID = `sha256:${"0123456789ab".repeat(5)}0123`;

function partWith(
  image: string,
  role = "app",
  known: {
    images?: Record<string, string[]>;
    entrypoint?: string[];
    before?: readonly Task[];
  } = {},
) {
  const task: Task = {
    ID: "t",
    ServiceID: "s",
    NodeID: "n",
    Slot: 1,
    CreatedAt: "2026-01-31T10:00:00Z",
    DesiredState: "running",
    Status: { State: "running", Timestamp: "2026-01-31T10:00:00Z" },
    Spec: { ContainerSpec: { Image: image, Command: known.entrypoint } },
  };
  const service = {
    ID: "s",
    Spec: { Name: "shop-prod-app", Labels: { "berth.role": role }, TaskTemplate: {} },
  };
  const images = Object.entries(known.images ?? {});
  return taskPart(service, task, [task, ...(known.before ?? [])], {
    nodes: [],
    here: [],
    images: new Map(images.map(([id, tags]) => [id, { tags, labels: {} }])),
  });
}

test.each([
  ["registry.example.com:5000/shop:v1@sha256:aa", "registry.example.com:5000/shop:v1"],
  ["redis:8", "redis:8"],
  [ID, "0123456789ab"],
])("the image %s of a task is shown as %s", (image, shown) => {
  expect(partWith(image)).toMatchObject({ image: shown, imageId: image });
});

test("a task of the app has the release that its image's tag names", () => {
  expect(partWith("registry.example.com:5000/shop:v1@sha256:aa").release).toBe("v1");
  expect(partWith("redis:8", "database").release).toBeUndefined();
});

test("an image that runs by its digest is shown by the tag that it was pushed with", () => {
  const image = "registry.example.com:5000/team/shop@sha256:aa";
  const tags = ["registry.example.com:5000/team/shop:v2"];
  expect(partWith(image, "app", { images: { [image]: tags } })).toMatchObject({
    image: "registry.example.com:5000/team/shop:v2",
    release: "v2",
    imageId: image,
  });
});

test("restarts are those of the version that runs, and not of one that failed before it", () => {
  const failed = (image: string): Task => ({
    ...{ ID: image, ServiceID: "s", NodeID: "n", Slot: 1, DesiredState: "shutdown" },
    CreatedAt: "2026-01-31T09:00:00Z",
    Status: { State: "failed", Timestamp: "2026-01-31T09:00:00Z" },
    Spec: { ContainerSpec: { Image: image } },
  });
  const before = [failed("shop:bad"), failed("shop:bad"), failed("shop:good")];
  expect(partWith("shop:good", "app", { before }).restarts).toBe(1);
});

test("an image without a tag is no release", () => {
  expect(partWith("registry.example.com:5000/shop@sha256:aa").release).toBeUndefined();
});

test("a command in a task on another node gets the secret variables, too", () => {
  const entrypoint = ["sh", "/run/secrets/.env.sh"];
  expect(partWith("shop:v1", "app", { entrypoint }).secretEnv).toEqual(entrypoint);
});
