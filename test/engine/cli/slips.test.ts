import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { parseCommandLine } from "../../../engine/cli/flags";
import { Interrupt } from "../../../engine/cli/interrupt";
import { selectedStack } from "../../../engine/cli/workspace";
import { parseProject } from "../../../engine/config/project";
import { UserError } from "../../../engine/errors";
import { unknownTarget } from "../../../engine/plan/targets";
import { acquireLock } from "../../../engine/state/lock";
import { COMMANDS } from "../../../shared/command-table";
import { folderWith } from "../../cli/fakes";
import { innerWords, seeded } from "../../support/seeded";

const URNS = [
  "pulumi:pulumi:Stack::shop-dev",
  "docker:index/container:Container::app",
  "a:b:C::other",
].map((end) => `urn:pulumi:dev::shop::${end}`);

describe("a target that is none", () => {
  test("is told with the one that was likely meant", () => {
    expect(unknownTarget("apq", URNS)).toBe(
      `Target 'apq' could not be found in the stack. Did you forget to escape $ in your shell? A target is a URN, as \`pulumi stack --show-urns\` lists them: '${URNS[1]}', ...`,
    );
  });

  test("is told with some of those that there are", () => {
    expect(unknownTarget("nosuch", URNS)).toContain(`: '${URNS[1]}', '${URNS[2]}', ...`);
    expect(unknownTarget("nosuch", [])).toContain("The stack has no resources.");
  });
});

test.each([
  ["SIGINT", /^\^C received; .* Press Ctrl-C again/],
  ["SIGTERM", /^SIGTERM received; .* A second one stops at once\.$/],
] as const)("%s is called what it is", (name, line) => {
  const told: string[] = [];
  const interrupt = new Interrupt((text) => told.push(text));
  process.emit(name, name);
  interrupt.dispose();
  expect(told).toEqual([expect.stringMatching(line)]);
});

test.each(["null", "", "{", "[]", '{"pid":"x"}'])(
  "a lock that holds %j is told with its file",
  async (text) => {
    const folder = folderWith({ "dev/x.json": text });
    await expect(acquireLock(`${folder}/dev`, () => {})).rejects.toThrow(
      `the lock ${folder}/dev/x.json is damaged, so that nobody can tell who holds it; if no other run is at work: pulumi cancel`,
    );
  },
);

test.each(["[", "null", "5"])("a selection that is %j is told with its file", async (text) => {
  const home = folderWith();
  vi.stubEnv("PULUMI_HOME", home);
  const project = parseProject("/shop/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
  mkdirSync(`${home}/workspaces`);
  const id = createHash("sha1").update(project.file).digest("hex");
  const file = `${home}/workspaces/shop-${id}-workspace.json`;
  writeFileSync(file, text);
  await expect(selectedStack(project, "file://.")).rejects.toThrow(`${file} is damaged`);
  vi.unstubAllEnvs();
});

describe("command lines by chance", () => {
  const WORDS = [
    ...Object.keys(COMMANDS).flatMap((command) => command.split(" ")),
    ...[
      "constructor",
      "__proto__",
      "toString",
      "--",
      "-",
      "",
      "-x",
      "--yes=maybe",
      "--stack",
      "--stack=",
    ],
    ...[
      "--targt",
      "-p",
      "--color=pink",
      "--=",
      "---",
      "--no-yes",
      "ünï",
      "a b",
      "*",
      "$(id)",
      "\0",
    ],
  ];

  test("are read, or refused in words", () => {
    let refused = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const { int, pick } = seeded(seed);
      const line = Array.from({ length: 1 + int(4) }, () => {
        const word = pick(WORDS);
        if (int(3) > 0 || word === "") return word;
        const at = int(word.length);
        return word.slice(0, at) + pick([..."aeq-="]) + word.slice(at + int(2));
      });
      try {
        parseCommandLine(line);
      } catch (error) {
        refused++;
        const { message } = error as Error;
        const isKnown = error instanceof UserError;
        expect([line, isKnown, innerWords(message)]).toEqual([line, true, undefined]);
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});

test("what is not done is said of what the official CLI has only", () => {
  const said = (line: string) => {
    try {
      return parseCommandLine(line.split(" ")) && "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said("watch")).toContain("use the official Pulumi CLI");
  expect(said("wacth")).not.toContain("use the official Pulumi CLI");
});
