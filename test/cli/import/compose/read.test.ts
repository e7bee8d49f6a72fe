import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readComposeProject } from "../../../../cli/import/compose/read/project";
import { memoryFiles } from "./memory-files";
import { READ_CASES } from "./read-cases";

test.each(READ_CASES)("$title", ({ files, merged = 1, env = {}, profiles, services }) => {
  const names = Object.keys(files).slice(0, merged);
  const project = readComposeProject({
    names: names.map((name) => resolve("/p", name)),
    env,
    profiles,
    files: memoryFiles(files),
  });
  for (const [name, expected] of Object.entries(services)) {
    const service = project.services[name];
    const parts =
      expected && Object.fromEntries(Object.keys(expected).map((key) => [key, service?.[key]]));
    expect(expected === undefined ? service : parts).toEqual(expected);
  }
});
