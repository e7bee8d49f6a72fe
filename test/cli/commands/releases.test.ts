import { expect, test } from "vitest";
import { imagesOf } from "../../components/image-shelf";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine } from "./answers";

const shell = commandLine();

const images = imagesOf({
  "sha256:a1b2c3d4e5f60718": { tags: ["widgets-prod/app:v1"], tagged: "2026-01-01T10:00:00Z" },
});

test("of the stack that is named, on the engine that its file names", async () => {
  const { address, requests } = await fakeEngine(images);
  shell.settings({ mode: "prod", host: address });
  await shell.run("releases");
  expect(shell.printed).toBe(
    "TAG  ID            BUILT                 SIZE ON DISK  SERVED  RUNS\nv1   a1b2c3d4e5f6  2026-01-01 10:00 UTC  1 MB\n",
  );
  expect(requests.every(({ line }) => line.startsWith("GET"))).toBe(true);
  expect(decodeURIComponent(requests[0]?.line ?? "")).toContain("berth.stack=prod");
});

test("for programs", async () => {
  const { address } = await fakeEngine(images);
  await shell.run("releases --json", { DOCKER_HOST: address });
  expect(JSON.parse(shell.printed)).toEqual([
    expect.objectContaining({ tags: ["v1"], size: 1_000_000, running: false }),
  ]);
});

test("--help asks nobody", async () => {
  await shell.runAsIs("releases --help");
  expect(shell.printed).toContain("Usage: ./pulumiw releases\n");
});

test.each([
  ["releases --what", "releases: there is no flag --what; see ./pulumiw releases --help"],
  [
    "releases v1",
    'releases: given "v1"; accepted: ./pulumiw releases; see ./pulumiw releases --help',
  ],
  ["releases -C /", "there is no Pulumi.yaml in / or above it"],
])("%s is told", async (words, message) => {
  await expect(shell.runAsIs(words)).rejects.toThrow(message);
});

test("an address that is encrypted has to be given", async () => {
  shell.settings({ host: { secure: "v1:x" } });
  await expect(shell.run("releases")).rejects.toThrow(
    "the setting host is encrypted; give the engine's address in DOCKER_HOST",
  );
});

test("an engine that does not answer is told as everywhere", async () => {
  const env = { DOCKER_HOST: `unix://${shell.folder}/none.sock` };
  await expect(shell.run("releases", env)).rejects.toThrow(
    /no Docker engine answers at unix:.*none.sock \(DOCKER_HOST\): there is no such socket/,
  );
});
