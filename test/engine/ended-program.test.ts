import { resolve } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../../engine/config/project";
import { prepareProgram } from "../../engine/protocol/program";

test("a program that is gone when it is asked what has changed makes it run again", async () => {
  const project = await loadProject(resolve(__dirname, "../.."));
  const info = {
    ...{ project: "p", root: project.root, folder: project.programFolder, stack: "dev" },
    ...{ config: {}, secretKeys: [], preview: true, isActedOn: true, parallel: 1 },
  };
  const program = prepareProgram(project).start(info, "127.0.0.1:1", () => {});
  program.kill();
  expect(await program.changeSince()).toBe("the program has ended");
});
