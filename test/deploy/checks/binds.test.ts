import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bindProblems } from "../../../deploy/checks/binds";

let folder: string;
let server: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-binds-"));
  server = createServer();
  await new Promise<void>((done) => server.listen(join(folder, "engine"), done));
});
afterEach(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

const problems = (path: string) =>
  bindProblems({
    binds: [{ key: "services.a.volumes[0]", path }],
    host: { address: `unix://${join(folder, "engine")}`, from: "host" },
  } as Parameters<typeof bindProblems>[0]);

test("the engine's socket is not mounted, by whichever name, nor a folder that has it", () => {
  symlinkSync(folder, join(folder, "link"));
  const paths = ["engine", "link/engine", ".", "link", "..", "../../../../../../.."];
  for (const path of paths.map((name) => join(folder, name))) {
    expect(problems(path)).toEqual([
      `services.a.volumes[0]: ${path} has the engine's socket, and who has that is root of the host; take it out`,
    ]);
  }
});

test("what is beside the socket is mounted, and what is not there is told", () => {
  writeFileSync(join(folder, "eng"), "");
  expect(problems(join(folder, "eng"))).toEqual([]);
  expect(problems(join(folder, "nothing"))).toEqual([
    `services.a.volumes[0]: there is no file or folder ${join(folder, "nothing")}; make it, or name one that is there`,
  ]);
});
