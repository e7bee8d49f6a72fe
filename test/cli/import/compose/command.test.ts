import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { runOwn } from "../../../../cli/commands";
import { ownCommand } from "../../../../cli/commands/line";
import type { Machine } from "../../../../cli/machine";
import { openSecrets } from "../../../../engine/secrets/passphrase";

let folder: string;
let said: string[];
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-import-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  mkdirSync(join(folder, "app"));
  said = [];
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const compose = (text: string, name = "compose.yaml") => writeFileSync(join(folder, name), text);
const stackFile = (name = "dev") => readFileSync(join(folder, `Pulumi.${name}.yaml`), "utf8");

async function run(words: string, answers?: boolean): Promise<void> {
  const machine = {
    env: { PULUMI_CONFIG_PASSPHRASE: "correct horse" },
    interactive: answers !== undefined,
    say: (line: string) => void said.push(line),
    ask: async () => answers ?? false,
  } as Partial<Machine> as Machine;
  const given = ownCommand(`import compose --cwd ${folder} ${words}`.split(" "));
  if (!given) throw new Error("no own command");
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  await runOwn(given, machine);
}

const APP =
  "services:\n  web: {build: ./app, ports: ['8000:8000'], environment: {API_KEY: abc-def}}\n";

test("without a service that could be the app, the profiles that were left out are named", async () => {
  compose("services:\n  web: {build: ./app, profiles: [web]}\n");
  await expect(run("--stack dev")).rejects.toThrow(
    "or that has an image of its own; services of profiles were left out: add --profile web",
  );
});

test("writes nothing but the stack file, with secrets encrypted", async () => {
  compose("services:\n  web: {build: ./app, ports: ['8000:8000'], environment: {LOG: info}}\n");
  await run("--stack dev");
  expect(readdirSync(folder).sort()).toEqual([
    "Pulumi.dev.yaml",
    "Pulumi.yaml",
    "app",
    "compose.yaml",
  ]);
  expect(parse(stackFile())).toEqual({
    config: {
      mode: "dev",
      source: "image",
      app: {
        context: "./app",
        containerPort: 8000,
        port: "0.0.0.0:8000",
        env: { LOG: "info" },
        healthPath: "/",
      },
      database: "none",
    },
  });
  expect(stackFile()).toMatch(/^# Made by .\/pulumiw import compose of compose.yaml\n/);
  expect(printed).toContain("web.environment.LOG  -> app.env.LOG\n");
  expect(said).toEqual([
    "written: Pulumi.dev.yaml; to see what it makes: ./pulumiw preview --stack dev",
  ]);
});

test("texts that some readers of YAML take for something else are quoted", async () => {
  compose(
    `services:
  web: {build: ./app}
  db: {image: mssql, environment: {EULA: "Y", DAY: "2020-01-01", AT: "12:30", MODE: "0755"}}
`,
  );
  await run("--stack dev");
  for (const line of ['EULA: "Y"', 'DAY: "2020-01-01"', 'AT: "12:30"', 'MODE: "0755"'])
    expect(stackFile()).toContain(line);
});

test("secrets are encrypted, and a second run gives the same file", async () => {
  compose(
    `${APP}    secrets: [token]\nsecrets: {token: {file: ./token.txt}}\n`
      .replace("}}\n    secrets", "}, secrets")
      .replace("secrets: [token]\n", "secrets: [token]}\n"),
  );
  writeFileSync(join(folder, "token.txt"), "from-a-file\n");
  await run("--stack dev");
  const first = stackFile();
  const { encryptionsalt, config } = parse(first);
  const secrets = await openSecrets("correct horse", encryptionsalt);
  expect(secrets.decrypt(config.app.secrets.token.secure)).toBe("from-a-file\n");
  expect(first).not.toContain("abc-def");
  await run("--stack dev");
  expect(stackFile()).toBe(first);
  expect(said.at(-1)).toBe("Pulumi.dev.yaml is as it was");
});

test("another file is overwritten only where somebody says so", async () => {
  compose("services:\n  web: {build: ./app}\n");
  const own = "config:\n  mode: dev\n";
  writeFileSync(join(folder, "Pulumi.dev.yaml"), own);
  await expect(run("--stack dev")).rejects.toThrow(
    "Pulumi.dev.yaml is there with other settings. Overwrite it? Nobody can be asked here: say so with --yes",
  );
  await expect(run("--stack dev", false)).rejects.toThrow("Pulumi.dev.yaml stays as it is");
  expect(stackFile()).toBe(own);
  await run("--stack dev", true);
  expect(stackFile()).not.toBe(own);
  writeFileSync(join(folder, "Pulumi.dev.yaml"), own);
  await run("--stack dev --yes");
  expect(stackFile()).not.toBe(own);
});

test("dev has the override, and prod the file of its own", async () => {
  compose("services:\n  web: {build: ./app, environment: {MODE: base}}\n");
  compose("services:\n  web: {environment: {MODE: override}}\n", "compose.override.yaml");
  compose("services:\n  web: {environment: {MODE: prod}}\n", "compose.prod.yaml");
  await run("--stack dev");
  await run("--stack prod");
  await run("-f compose.yaml --stack other --mode prod");
  const modes = ["dev", "prod", "other"].map((name) => {
    const { mode, app } = parse(stackFile(name)).config;
    return [mode, app.env.MODE];
  });
  expect(modes).toEqual([
    ["dev", "override"],
    ["prod", "prod"],
    ["prod", "base"],
  ]);
});

test.each([
  ["", "import compose: which stack is its file for? Name it with --stack, as in --stack dev"],
  ["--stack dev", "several services could be the app; name it: --app back or --app front"],
  ["--stack dev --app x", "--app: given x; accepted: back, front"],
  ["--stack dev --mode test", "--mode: given test; accepted: dev or prod"],
  [
    "--stack a/b/c/d",
    'the stack name "a/b/c/d": accepted: STACK, PROJECT/STACK or ORGANIZATION/PROJECT/STACK',
  ],
])("refuses %s", async (words, message) => {
  compose("services:\n  back: {build: ./a}\n  front: {build: ./b}\n");
  await expect(run(words)).rejects.toThrow(message);
  expect(readdirSync(folder)).not.toContain("Pulumi.dev.yaml");
});

test("refuses a folder without a Compose file", async () => {
  await expect(run("--stack dev")).rejects.toThrow(
    `there is no compose.yaml in ${folder}; name the file: ./pulumiw import compose FILE --stack STACK`,
  );
});

test("pulumi's own import is left alone", () => {
  expect(ownCommand(["import", "docker:index:Container", "a", "b"])).toBeUndefined();
  expect(ownCommand(["-s", "dev", "import", "compose"])?.command).toBe("import compose");
});
