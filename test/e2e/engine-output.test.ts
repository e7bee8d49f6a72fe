import { afterAll, expect, test } from "vitest";
import { TinyProject } from "../support/tiny-project";

const LENGTH = 2_000_000;

const project = new TinyProject(`export const long = "x".repeat(${LENGTH});`);
afterAll(() => project.remove());

test("what is longer than a pipe holds arrives whole", async () => {
  await project.run(["stack", "init", "dev"]);
  const up = await project.run(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
  expect(up.code, up.output.slice(0, 2000)).toBe(0);
  const { output } = await project.run(["stack", "export"]);
  const [stack] = JSON.parse(output).deployment.resources;
  expect(stack.outputs.long).toHaveLength(LENGTH);
});
