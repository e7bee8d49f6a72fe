import { expect, test, vi } from "vitest";
import { appVolumes } from "../../components";
import { appVolumesFootprint } from "../../components/app/app-volumes";
import { record } from "../support/mocks";

const id = { project: "widgets", stack: "prod" };
const host = "unix:///nowhere/docker.sock";

const deploy = (user?: string) =>
  record(() => {
    const volumes = [
      { name: "uploads", path: "/srv/uploads", keepData: true },
      { name: "cache", path: "/srv/cache" },
    ];
    return appVolumes({ id, host, image: "widgets@sha256:0", user, volumes }, {});
  });

test("each is a named volume whose folder is the app's user's", async () => {
  const recording = await deploy("1234:5678");
  expect(recording.tree()).toEqual([
    "berth:docker:DataVolume volume-cache",
    "  docker:index/volume:Volume volume-cache",
    "  pulumi-nodejs:dynamic/berth:VolumeOwner volume-cache-owner",
    "berth:docker:DataVolume volume-uploads",
    "  docker:index/volume:Volume volume-uploads",
    "  pulumi-nodejs:dynamic/berth:KeptVolume volume-uploads-kept",
    "  pulumi-nodejs:dynamic/berth:VolumeOwner volume-uploads-owner",
  ]);
  expect(recording.get("docker:Volume volume-uploads")).toMatchObject({
    inputs: { name: "widgets-prod-uploads" },
    options: { retainOnDelete: true },
  });
  expect(recording.get("docker:Volume volume-cache").options.retainOnDelete).toBe(false);
  expect(recording.get("pulumi-nodejs:VolumeOwner volume-uploads-owner").inputs).toMatchObject({
    ...{ host, volume: "widgets-prod-uploads", target: "/srv/uploads" },
    ...{ image: "widgets@sha256:0", uid: "1234", gid: "5678" },
  });
});

test("without a user of its own, the image's is asked for", async () => {
  const recording = await deploy();
  expect(recording.get("pulumi-nodejs:ImageUser volume-uploads-owner-user").inputs).toMatchObject({
    image: "widgets@sha256:0",
  });
  const { inputs } = recording.get("pulumi-nodejs:VolumeOwner volume-uploads-owner");
  expect(inputs.gid).toBeUndefined();
});

test("another image changes nothing, another user does", async () => {
  vi.spyOn(console, "log").mockReturnValue();
  const recording = await deploy("1234");
  const provider = recording.dynamicProvider("pulumi-nodejs:VolumeOwner volume-uploads-owner");
  const had = { host, volume: "v", target: "/srv", uid: "1", image: "a" };
  expect(await provider.diff("v", had, { ...had, image: "b", host: "ssh://other" })).toEqual({
    changes: false,
  });
  expect(await provider.diff("v", had, { ...had, uid: "2" })).toEqual({ changes: true });
});

test("all of them are data", () => {
  const volumes = ["widgets-prod-uploads", "widgets-prod-cache"];
  expect(appVolumesFootprint(id, [{ name: "uploads" }, { name: "cache" }])).toEqual({
    volumes,
    data: volumes,
  });
});
