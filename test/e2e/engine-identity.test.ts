import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ENGINES } from "../support/engines";
import { TinyProject } from "../support/tiny-project";

let project: TinyProject;
beforeEach(async () => {
  project = new TinyProject();
  await project.run(["stack", "init", "dev"]);
});
afterEach(() => project.remove());

/** What an `up` of the embedded engine comes to, or of the one that is given. */
async function up(program: string, flags: string[] = [], engine = ENGINES[0]) {
  project.program(
    `import * as pulumi from "@pulumi/pulumi"; import { Thing } from "./thing";\n${program}`,
  );
  const who = engine ? project.under(engine) : project;
  const words = ["up", "--stack", "dev", "--yes", "--skip-preview", "--color", "never", ...flags];
  return who.run(words);
}
const embedded = (program: string, ...flags: string[]) => up(program, flags, "embedded");

interface State {
  urn: string;
  id?: string;
  dependencies?: string[];
}
async function resources(): Promise<State[]> {
  const { output } = await project.run(["stack", "export", "--stack", "dev"]);
  return JSON.parse(output).deployment.resources;
}
const nameOf = (urn: string) => urn.split("::").at(-1);
const idOf = async (name: string) =>
  (await resources()).find(({ urn }) => nameOf(urn) === name)?.id;

/** A component of a type with a child, and something that needs the child; the child needs what is given. */
const database = (type: string, alias = "", needed = "") => `
class Database extends pulumi.ComponentResource {
  constructor() {
    super("shop:index:${type}", "database", {}, { aliases: [${alias}] });
    const volume = new Thing("database-volume", { key: "data" }, { parent: this, dependsOn: [${needed}] });
    new Thing("gate", {}, { dependsOn: volume });
  }
}
new Database();`;

test("children of an aliased component are the same after a run that broke off", async () => {
  const alias = '{ type: "shop:index:MySql" }';
  expect((await embedded(database("MySql"))).code).toBe(0);
  const bad = 'new Thing("bad", { fails: "create" })';
  const broken = await embedded(database("MariaDb", alias, bad));
  expect(broken.code, broken.output).not.toBe(0);
  const urns = new Set((await resources()).map(({ urn }) => urn));
  for (const { dependencies = [] } of await resources()) {
    for (const urn of dependencies) expect(urns).toContain(urn);
  }
  for (const engine of ENGINES) {
    const { code, output } = await up(database("MariaDb", alias), ["--expect-no-changes"], engine);
    expect(code, output).toBe(0);
  }
});

const PAIR = (key: string, protect = "") => `
const a = new Thing("a", { key: "${key}", deleteFirst: true }, { protect: ${protect || false} });
new Thing("b", { value: "b" }, { dependsOn: a, replaceOnChanges: ["value"] });
new Thing("c", { key: a.made, deleteFirst: true });`;

test("what a target takes down with it comes back as it was", async () => {
  await embedded(PAIR("one"));
  const [a] = (await resources()).filter(({ urn }) => nameOf(urn) === "a");
  const { code, output } = await embedded(PAIR("two"), "--target", a?.urn ?? "");
  expect(code, output).toBe(0);
  expect(await idOf("a")).toBe("thing-two");
  expect(output).toMatch(/Resource c created replacement/);
  expect(await idOf("c")).toBe("thing-of undefined");
});

test("a resource may lose its protection and be replaced in one run", async () => {
  await embedded(PAIR("one", "true"));
  const refused = await embedded(PAIR("two", "true"));
  expect(refused.code, refused.output).not.toBe(0);
  const { code, output } = await embedded(PAIR("two", "false"));
  expect(code, output).toBe(0);
  expect(await idOf("a")).toBe("thing-two");
});

test("a stack gets a name that another one had before, whose backups stay; not while it is locked", async () => {
  await embedded(PAIR("one"));
  const folder = project.path(".pulumi", "backups", "tiny", "prod");
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/prod.1.json`, "{}");
  const lock = project.path(".pulumi", "locks", "organization", "tiny", "dev");
  mkdirSync(lock, { recursive: true });
  writeFileSync(
    `${lock}/other.json`,
    JSON.stringify({
      pid: 1,
      username: "eve",
      hostname: "elsewhere",
      timestamp: new Date().toISOString(),
    }),
  );
  const rename = ["stack", "rename", "prod", "--stack", "dev"];
  const remove = ["stack", "rm", "--stack", "dev", "--force", "--yes"];
  for (const words of [rename, remove]) {
    const { code, output } = await project.run(words);
    expect(code).not.toBe(0);
    expect(output).toContain("locked");
  }
  await project.run(["cancel", "--stack", "dev", "--yes"]);
  const { code, output } = await project.run(rename);
  expect(code, output).toBe(0);
  const listed = await project.run(["stack", "ls", "--json"]);
  expect(JSON.parse(listed.output).map(({ name }: { name: string }) => name)).toEqual(["prod"]);
});
