import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { findPulumi } from "../support/pulumi-cli";
import { innerWords } from "../support/seeded";
import { folderWith } from "./fakes";

const ROOT = resolve(__dirname, "../..");
/** What ./pulumiw starts once Node.js and the packages are there. */
const PULUMIW = [
  "--require",
  join(ROOT, "engine", "typescript-hook.cjs"),
  join(ROOT, "cli", "main.ts"),
];

const STATE = ".pulumi/stacks/shop/dev.json";
const FILES = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\nbackend: {url: 'file://.'}\n",
  "Pulumi.dev.yaml": "config: {mode: dev}\n",
  [STATE]: '{"version":3,"checkpoint":{"stack":"organization/shop/dev"}}',
};

/** A fault, the command, what is said of it, and the exit code where it is not 1. */
const CASES: readonly [Record<string, string>, string, string, number?][] = [
  [{ "Pulumi.dev.yaml": "- a\n" }, "preview --stack dev", "Pulumi.dev.yaml: given a list"],
  [{ "Pulumi.dev.yaml": "config: &a {x: *a}\n" }, "up --yes --stack dev", "given the alias *a"],
  [{ "Pulumi.dev.yaml": "config:\n\ta: b\n" }, "destroy --yes --stack dev", "given a tab"],
  [{ [STATE]: "null" }, "up --yes --stack dev", "is damaged: it has no object"],
  [{ [STATE]: "null" }, "stack rm dev --yes", "is damaged: it has no object"],
  [{ "Pulumi.yaml": "name: [" }, "preview", "Pulumi.yaml, line 1"],
  [{}, "preview --stack ..", 'the stack name ".."'],
  [{}, "stack init -", 'the stack name "-"'],
  [{}, "preview --stack dve", "there is no stack dve", 6],
  [{}, "preview --cwd nowhere", "--cwd: given nowhere"],
  [{}, "--engine=x preview", '--engine: given "x"'],
  [{}, "up --refresh=maybe --stack dev", '--refresh: given "maybe"'],
  [{}, "preview -p -3 --stack dev", '--parallel: given "-3"'],
  [
    {},
    "preview -c nonsense --stack dev",
    '--config: given "nonsense"; accepted: --config KEY=VALUE',
  ],
  [{}, "destroy --yes=perhaps --stack dev", '--yes: given "perhaps"; accepted: --yes alone'],
];

interface Ended {
  code: number | null;
  output: string;
}

function run(engine: string, words: readonly string[], cwd: string): Promise<Ended> {
  const child = spawn(process.execPath, [...PULUMIW, "--engine", engine, ...words], {
    cwd,
    env: {
      ...process.env,
      ...{ PULUMI_HOME: undefined, DOCKER_HOST: "unix:///nobody/is/to/ask.sock" },
      ...{ PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true" },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      output += part;
    });
  }
  return new Promise((done) => child.once("close", (code) => done({ code, output })));
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

describe.each(["embedded", "pulumi"])("./pulumiw --engine %s, as a person gives it", (engine) => {
  const isHere = engine === "embedded" || findPulumi() !== undefined;
  test.skipIf(!isHere)(
    "each fault ends in one line, with the right exit code and nothing left behind",
    { timeout: 180_000 },
    async () => {
      for (const [changed, line, said, exitCode = 1] of CASES) {
        const folder = folderWith({ ...FILES, ...changed });
        const before = filesIn(folder);
        const { code, output } = await run(engine, line.split(" "), folder);
        const told = output
          .split("\n")
          .filter((text) => !/^berth: (pulumi|embedded)|^$/.test(text));
        expect([line, code, told.length, innerWords(told.join("\n"))]).toEqual([
          ...[line, exitCode, 1, undefined],
        ]);
        expect(told[0]).toContain(said);
        expect(filesIn(folder)).toEqual(before);
      }
    },
  );
});
