import { resolve } from "node:path";
import { pack } from "tar-fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { followBuild } from "../../docker/build-log";
import { demultiplex } from "../../docker/container-log";
import { docker } from "../support/docker";

const IMAGE = "e2e-app-pytest";

beforeAll(async () => {
  const context = pack(resolve(__dirname, "../../app"));
  const stream = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
    version: "2",
    t: IMAGE,
    target: "dev",
  });
  await followBuild(docker, stream);
});

afterAll(() => docker.getImage(IMAGE).remove({ force: true }));

test("the sample app passes its own tests, inside its own image", async () => {
  const container = await docker.createContainer({ Image: IMAGE, Cmd: ["pytest", "-q"] });
  try {
    await container.start();
    const { StatusCode } = await container.wait();
    const log = demultiplex(await container.logs({ stdout: true, stderr: true }));
    expect(StatusCode, log).toBe(0);
    expect(log).toMatch(/\d+ passed/);
    expect(log).not.toMatch(/skipped|failed/);
  } finally {
    await container.remove({ force: true, v: true });
  }
});
