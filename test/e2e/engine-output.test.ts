import { afterAll, beforeAll, expect, test } from "vitest";
import { TinyProject } from "../support/tiny-project";

const LENGTH = 2_000_000;

const project = new TinyProject();
beforeAll(() => project.run(["stack", "init", "dev"]));
afterAll(() => project.remove());

test("a run is finished and recorded though its reader went away", async () => {
  project.program(
    'import { Thing } from "./thing";\nfor (const name of ["a", "b"]) new Thing(name);',
  );
  const up = project.start(["up", "--yes", "--skip-preview"]);
  await up.until((output) => output.includes("Updating"));
  up.hangUp();
  expect((await up.ended).code).toBe(0);
  const { output } = await project.run(["stack", "export"]);
  const { resources, pending_operations: pending } = JSON.parse(output).deployment;
  expect(resources).toHaveLength(4);
  expect(pending ?? []).toEqual([]);
});

test("what is longer than a pipe holds arrives whole", async () => {
  project.program(`export const long = "x".repeat(${LENGTH});`);
  const up = await project.run(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
  expect(up.code, up.output.slice(0, 2000)).toBe(0);
  const { output } = await project.run(["stack", "export"]);
  const [stack] = JSON.parse(output).deployment.resources;
  expect(stack.outputs.long).toHaveLength(LENGTH);
});
