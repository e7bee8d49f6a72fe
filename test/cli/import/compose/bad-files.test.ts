import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readComposeProject } from "../../../../cli/import/compose/read/project";
import { UserError } from "../../../../shared/errors";
import { BAD_FILES } from "./bad-files";
import { memoryFiles } from "./memory-files";

test.each(BAD_FILES)("$title", ({ files, merged = 1, message }) => {
  const names = Object.keys(files)
    .slice(0, merged)
    .map((name) => resolve("/p", name));
  const read = () => readComposeProject({ names, env: {}, files: memoryFiles(files) });
  expect(read).toThrow(new UserError(message));
});

test("a file that is too large", () => {
  const text = `services: {web: {image: a}}\n# ${"x".repeat(4 * 1024 * 1024)}`;
  const files = memoryFiles({ "compose.yaml": text });
  expect(() => readComposeProject({ names: ["/p/compose.yaml"], env: {}, files })).toThrow(
    "/p/compose.yaml: given 4194334 characters; accepted: at most 4194304",
  );
});

test("each kind once, at least 40 of them, each in one line that names a file", () => {
  expect(new Set(BAD_FILES.map(({ title }) => title)).size).toBe(BAD_FILES.length);
  expect(BAD_FILES.length).toBeGreaterThanOrEqual(40);
  for (const { message } of BAD_FILES) expect(message).toMatch(/^\/p\/[\w.]+[^\n]*: [^\n]+$/);
});
