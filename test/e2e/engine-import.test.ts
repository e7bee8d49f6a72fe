import { afterAll, beforeAll, expect, test } from "vitest";

import { docker } from "../support/docker";
import type { Result } from "../support/pulumi-cli";
import { TinyProject } from "../support/tiny-project";

const NAME = `eng-import-${Math.random().toString(36).slice(2, 8)}`;
const TYPE = "docker:index/container:Container";

let project: TinyProject;
let id = "";

const engine = (...args: string[]): Promise<Result> => project.run(args);

beforeAll(async () => {
  project = new TinyProject();
  const container = await docker.createContainer({
    name: NAME,
    Image: "redis:8",
    Entrypoint: ["sh", "-c"],
    Cmd: ["echo to the output; echo to the errors >&2; exec sleep 1000"],
  });
  id = container.id;
  await container.start();
  await engine("stack", "init", "dev");
});

afterAll(async () => {
  await docker.getContainer(id).remove({ force: true, v: true });
  project.remove();
});

test("a container is taken over, watched, and kept by the program that was told", async () => {
  const imported = await engine("import", TYPE, "found", id, "--yes");
  expect(imported.output).toMatch(/ = {2}docker:index:Container found imported/);
  expect(imported.output).toMatch(/= 1 imported\n/);
  expect(imported.code).toBe(0);

  const shown = await engine("logs", "--resource", "found", "--json");
  const lines = JSON.parse(shown.output) as { id: string; message: string }[];
  expect(lines.map((line) => [line.id, line.message]).sort()).toEqual([
    [NAME, "to the errors"],
    [NAME, "to the output"],
  ]);

  // What was told to be written, as it was told.
  const at = imported.output.indexOf("import * as pulumi");
  project.program(imported.output.slice(at));
  // Docker does not know of the provider's own options: the first update notes them.
  const noted = await engine("up", "--yes", "--skip-preview");
  expect(noted.output).toMatch(/~ 1 updated\n/);
  const kept = await engine("up", "--yes", "--expect-no-changes", "--refresh");
  expect(kept.code).toBe(0);
  await expect(docker.getContainer(id).inspect()).resolves.toMatchObject({ Id: id });

  const guarded = await engine("destroy", "--yes", "--skip-preview");
  expect(guarded.output).toContain("cannot be deleted");
  expect(guarded.code).toBe(1);
});

test("what does not exist cannot be taken over", async () => {
  const { code, output } = await engine("import", TYPE, "other", "nobody", "--yes");
  expect(output).toContain("resource 'nobody' does not exist");
  expect(code).toBe(1);
});
