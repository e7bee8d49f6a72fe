import { describe, expect, test } from "vitest";
import { helpOf } from "../../../cli/commands/help";
import { ownCommand, parseOwnLine } from "../../../cli/commands/line";
import { OWN_COMMANDS } from "../../../shared/own-commands";

const parsed = (words: string) => {
  const given = ownCommand(words.split(" "));
  return given && parseOwnLine(given);
};

describe("an own command", () => {
  test("is found behind flags of any command", () => {
    for (const words of ["ps", "-s prod ps", "--engine embedded --cwd /x ps", "--json ps"]) {
      expect(parsed(words)?.command, words).toBe("ps");
    }
    for (const words of ["up", "--stack ps up", "stack", "-- ps", "", "up ps"]) {
      expect(ownCommand(words.split(" ")), words).toBeUndefined();
    }
  });

  test("keeps the meaning that Pulumi's command of the name has, by its own flag", () => {
    expect(ownCommand(["logs", "--resource", "app"])).toBeUndefined();
    expect(ownCommand(["logs", "-r=app"])).toBeUndefined();
    expect(ownCommand(["logs", "app"])?.command).toBe("logs");
  });

  test("has its flags wherever they stand", () => {
    const line = parsed("-s dev logs app -fn5 --since=1h database");
    expect(line?.operands).toEqual(["app", "database"]);
    expect(line?.text("stack")).toBe("dev");
    expect(line?.text("tail")).toBe("5");
    expect(line?.text("since")).toBe("1h");
    expect(line?.has("follow")).toBe(true);
  });
});

test.each([
  ["ps --what", "ps: there is no flag --what; see ./pulumiw ps --help"],
  ["ps --quite", "ps: there is no flag --quite (did you mean --quiet?)"],
  ["ps -x", "ps: there is no flag -x;"],
  ["ps --stack", "ps: --stack: given no value; accepted: --stack STACK"],
  ["ps --json=maybe", 'ps: --json: given "maybe"; accepted: --json alone'],
  ["logs --color pink", 'logs: --color: given "pink"; accepted: auto, always or never'],
])("%s is told in a line", (words, message) => {
  expect(() => parsed(words)).toThrow(message);
});

test.each(Object.keys(OWN_COMMANDS))(
  "the help of %s has its flags and runs its examples",
  (name) => {
    const { flags, examples } = OWN_COMMANDS[name] ?? {};
    const help = helpOf(name);
    for (const flag of Object.keys(flags ?? {})) expect(help).toContain(`--${flag}`);
    expect(examples?.length).toBeGreaterThan(1);
    for (const [line] of examples ?? []) {
      const [words = ""] = line.split(/ [|<>#] ?/);
      expect(parsed(words.replace(/^.*\| \.\/pulumiw /, ""))?.command, line).toBe(name);
    }
    expect(help.split("\n").filter((it) => it.length > 110)).toEqual([]);
  },
);
