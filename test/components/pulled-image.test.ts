import { expect, test } from "vitest";
import { PulledImage } from "../../components";
import { record, settled } from "../support/mocks";

test("an image from a registry stays on the engine when the stack goes", async () => {
  const reference = "registry.example.com/team/hello:v1";
  const recording = await record(() => new PulledImage("image", { reference }));
  expect(recording.tree()).toEqual([
    "berth:docker:PulledImage image",
    "  docker:index/remoteImage:RemoteImage image",
  ]);
  expect(recording.get("docker:RemoteImage image").inputs).toEqual({
    name: reference,
    keepLocally: true,
  });
  expect(await settled(recording.value.reference)).toBe(`id of ${reference}`);
});
