import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runReleases } from "../../../cli/commands/releases";
import { imagesOf } from "../../components/image-shelf";
import { fakeEngine } from "../../docker/fake-engine";

let folder: string;
let written: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-releases-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: widgets\nruntime: nodejs\n");
  written = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const images = imagesOf({
  "sha256:a1b2c3d4e5f60718": { tags: ["widgets-prod/app:v1"], tagged: "2026-01-01T10:00:00Z" },
});

test("of the stack that is named, on the engine that its file names", async () => {
  const { address, requests } = await fakeEngine(images);
  writeFileSync(join(folder, "Pulumi.prod.yaml"), `config: {mode: prod, host: "${address}"}\n`);
  await runReleases(["releases", "--stack", "prod"], folder, {});
  expect(written).toBe(
    "TAG  ID            BUILT                 SIZE ON DISK  SERVED  RUNS\nv1   a1b2c3d4e5f6  2026-01-01 10:00 UTC  1 MB\n",
  );
  expect(requests.every(({ line }) => line.startsWith("GET"))).toBe(true);
  expect(decodeURIComponent(requests[0]?.line ?? "")).toContain("berth.stack=prod");
});

test("for programs", async () => {
  const { address } = await fakeEngine(images);
  await runReleases(["releases", "--json", "-s", "prod", "-C", folder], "/", {
    DOCKER_HOST: address,
  });
  expect(JSON.parse(written)).toEqual([
    expect.objectContaining({ tags: ["v1"], size: 1_000_000, running: false }),
  ]);
});

test("--help asks nobody", async () => {
  await runReleases(["releases", "--help"], "/nowhere", {});
  expect(written).toContain("Usage: ./pulumiw releases [--stack STACK]");
});

test.each([
  [["--what"], "releases: Unknown option '--what'; see ./pulumiw releases --help"],
  [["v1"], 'releases: given "v1"; accepted: ./pulumiw releases, or releases diff; see'],
  [["-C", "/"], "there is no Pulumi.yaml in / or above it"],
])("%j is told", async (words, message) => {
  await expect(runReleases(["releases", ...words], folder, {})).rejects.toThrow(message);
});

test("an address that is encrypted has to be given", async () => {
  writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {host: {secure: v1:x}}\n");
  await expect(runReleases(["releases"], folder, {})).rejects.toThrow(
    "the setting host is encrypted; give the engine's address in DOCKER_HOST",
  );
});

test("an engine that does not answer is told as everywhere", async () => {
  const env = { DOCKER_HOST: `unix://${folder}/none.sock` };
  await expect(runReleases(["releases"], folder, env)).rejects.toThrow(
    /no Docker engine answers at unix:.*none.sock \(DOCKER_HOST\): there is no such socket/,
  );
});
