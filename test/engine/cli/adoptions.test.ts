import { expect, test } from "vitest";

import { parseImportFile, readAdoptions } from "../../../engine/cli/adoptions";
import { parseCommandLine } from "../../../engine/cli/flags";
import { parseProject } from "../../../engine/config/project";
import { blankState } from "../../../engine/resource/state";

const project = parseProject(`${process.cwd()}/Pulumi.yaml`, "name: p\nruntime: nodejs\n");
const BOX = "urn:pulumi:dev::p::a:b:Box::box";
const read = (...words: string[]) =>
  readAdoptions(parseCommandLine(["import", ...words]), project, [
    blankState(BOX, "a:b:Box", false),
  ]);

test("one resource is named by its type, its name and its id, and protected", async () => {
  const [adoption] = await read(
    "docker:index/network:Network",
    "net",
    "id",
    "--parent",
    `x=${BOX}`,
  );
  expect(adoption).toMatchObject({ name: "net", id: "id", protect: true, parent: BOX });
  // The version that a program with the same package asks for.
  expect(adoption?.provider.version).toMatch(/^\d+\.\d+\.\d+$/);
});

test("protection can be left out", async () => {
  expect(await read("a:b:C", "c", "id", "--protect=false")).toMatchObject([{ protect: false }]);
});

test.each([
  [[], "missing type, name and id"],
  [["a:b:C", "c"], "missing id"],
  [["a:b:C", "c", "id", "--parent", "y=urn:nobody"], "no resource 'urn:nobody' found"],
])("%j is an error", async (words, message) => {
  await expect(read(...words)).rejects.toThrow(message);
});

test("a file that says more than is known here is refused by name", () => {
  const entry = { type: "a:b:C", name: "c", id: "1" };
  expect(parseImportFile(JSON.stringify({ resources: [entry] })).resources).toEqual([entry]);
  expect(() => parseImportFile('{"resources": [{"type": "a:b:C", "name": "c"}]}')).toThrow(
    /^could not read import file: resources\.0\.id: /,
  );
  expect(() =>
    parseImportFile(JSON.stringify({ resources: [{ ...entry, component: true }] })),
  ).toThrow("`component` in an import file");
  expect(() => parseImportFile("{")).toThrow(/^could not read import file: /);
});
