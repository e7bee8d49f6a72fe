import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { fakeEngine } from "../docker/fake-engine";
import { succeeded } from "../support/project";
import { TinyProject } from "../support/tiny-project";

let project: TinyProject;
afterEach(() => project.remove());

/** What every program here begins with: a line in the file `runs` for each time that it runs. */
const COUNTED = `
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
appendFileSync("runs", "x");
`;

/** Brings a program's stack up, and once more: the answer is of the second time. */
async function upAgain(program: string, between = () => {}) {
  project = new TinyProject(COUNTED + program);
  succeeded(await project.run(["stack", "init", "dev"]));
  const up = () => project.run(["up", "--yes"]);
  succeeded(await up());
  project.write("runs", "");
  between();
  const output = succeeded(await up());
  return { output, runs: readFileSync(project.path("runs"), "utf8").length };
}

const history = async () =>
  JSON.parse(succeeded(await project.run(["stack", "history", "--json"])))[0];

test("an update takes over a preview that found nothing to do", async () => {
  const { runs, output } = await upAgain(`
    console.log("hello");
    export const note = pulumi.secret(readFileSync("package.json", "utf8").length);`);
  expect(runs).toBe(1);
  expect(output.match(/hello/g)).toHaveLength(2);
  expect(output).toMatch(/Outputs:\n\s+note: \[secret\][\s\S]*Resources:\n\s+1 unchanged/);
  expect(await history()).toMatchObject({ result: "succeeded", resourceChanges: { same: 1 } });
});

test.each([
  ["a file is edited", `writeFileSync("note.txt", "second")`, "second"],
  ["a program asks whether it is a preview", `pulumi.runtime.isDryRun()`, "first"],
  ["a program starts another", `require("node:child_process").execSync("true")`, "first"],
])("the program runs again where %s in between", async (_, action, note) => {
  const program = `
    export const note = readFileSync("note.txt", "utf8");
    ${action};`;
  const { runs } = await upAgain(
    `writeFileSync("note.txt", "first", { flag: "a" });${program}`,
    () => project.program(COUNTED + program),
  );
  expect(runs).toBe(2);
  expect(succeeded(await project.run(["stack", "output", "note"]))).toContain(note);
});

test("the program runs again where a container has stopped in between", async () => {
  const looks: string[] = [];
  const engine = await fakeEngine({
    "GET /containers/json": () => {
      // Of the first up one look, as it has a change; of the second the preview's own is the third.
      looks.push(looks.length < 3 ? "running" : "exited");
      return { body: [{ Id: "1", State: looks.at(-1), Status: `Up ${looks.length} seconds` }] };
    },
  });
  const { runs } = await upAgain(`
    const Docker = require("dockerode");
    const docker = new Docker({ socketPath: ${JSON.stringify(engine.address.slice("unix://".length))} });
    export = async () => {
      const [{ State }] = await docker.listContainers();
      return { container: State };
    };`);
  expect(looks).toEqual(["running", "running", "running", "exited", "exited"]);
  expect(runs).toBe(2);
  expect(succeeded(await project.run(["stack", "output", "container"]))).toContain("exited");
});

test("a state that another run has changed in between is not written over", async () => {
  project = new TinyProject(COUNTED);
  succeeded(await project.run(["stack", "init", "dev"]));
  succeeded(await project.run(["up", "--yes"]));
  const state = JSON.stringify(project.stateFile);
  project.program(`${COUNTED}
    writeFileSync(${state}, readFileSync(${state}, "utf8") + "\\n");`);
  const before = readFileSync(project.stateFile, "utf8");
  const { code, output } = await project.run(["up", "--yes"]);
  expect(output).toMatch(
    /dev.json has changed since the preview; nothing was changed: run it again/,
  );
  expect(code).toBe(1);
  expect(readFileSync(project.stateFile, "utf8")).toBe(`${before}\n`);
});
