import { expect, test } from "vitest";
import { type Task, taskPart } from "../../../cli/commands/tasks";

const ID = `sha256:${"0123456789ab".repeat(5)}0123`;

function partWith(image: string, role = "app") {
  const task: Task = {
    ID: "t",
    ServiceID: "s",
    NodeID: "n",
    Slot: 1,
    CreatedAt: "2026-01-31T10:00:00Z",
    DesiredState: "running",
    Status: { State: "running", Timestamp: "2026-01-31T10:00:00Z" },
    Spec: { ContainerSpec: { Image: image } },
  };
  const service = {
    ID: "s",
    Spec: { Name: "shop-prod-app", Labels: { "berth.role": role }, TaskTemplate: {} },
  };
  return taskPart(service, task, [task], [], []);
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
