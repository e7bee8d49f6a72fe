import { expect, test } from "vitest";
import { declaredVolumes, lostVolumes } from "../../../deploy/checks/lost-volumes";
import { connect } from "../../../docker/connect";
import { fakeEngine } from "../../docker/fake-engine";

/** The volumes that are declared where the engine has some images, of these by their names. */
async function declared(images: Record<string, object | undefined>, dockerfile?: string) {
  const routes = Object.entries(images).map(([name, Volumes]) => [
    `GET /images/${name}/json`,
    () => ({ body: { Config: { Volumes } } }),
  ]);
  const { address } = await fakeEngine(Object.fromEntries(routes));
  const plan = dockerfile === undefined ? undefined : { text: dockerfile, target: undefined };
  return declaredVolumes(connect(address), "shop:v1", plan);
}

test("an image that is there says itself what it declares, whatever is built of now", async () => {
  expect(await declared({ "shop:v1": { "/data": {} } })).toEqual(["/data"]);
  expect(await declared({ "shop:v1": undefined }, "FROM x\nVOLUME /later")).toEqual([]);
  expect(await declared({})).toEqual([]);
});

test("of one that a preview does not build, the Dockerfile and its base say it", async () => {
  const dockerfile = "FROM base:1\nVOLUME /data";
  expect(await declared({ "base:1": { "/cache": {} } }, dockerfile)).toEqual(["/cache", "/data"]);
  expect(await declared({}, "ARG BASE=base\nFROM $BASE\nVOLUME /data")).toEqual(["/data"]);
  expect(await declared({}, "FROM scratch\nVOLUME /data")).toEqual(["/data"]);
});

const nothing = { stack: "prod", mounts: [], writable: [] };

test("what nothing keeps is named, with what is lost when, and what to do", () => {
  expect(lostVolumes(["/data/"], nothing)).toEqual([
    "app: its image declares /data as a volume, and this stack keeps nothing there: what the app writes to it is lost each time that its container is replaced, as by a new version, and each replica has one of its own. To keep it: pulumi config set --stack prod --path app.volumes.files /data. Where it may be lost: pulumi config set --stack prod --path 'app.writable[0]' /data",
  ]);
});

test("a folder that is mounted, or known to go, is no news", () => {
  const kept = { ...nothing, mounts: ["/app"], writable: ["/cache"] };
  const [line, ...more] = lostVolumes(["/app", "/cache", "/app/uploads", "/app/uploads/"], kept);
  expect(line).toMatch(/declares \/app\/uploads as .*'app\.writable\[1\]' \/app\/uploads$/);
  expect(line).toContain("--path app.volumes.uploads /app/uploads. ");
  expect(more).toEqual([]);
});
