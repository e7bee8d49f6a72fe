import { describe, expect, test } from "vitest";

import { parseCommandLine } from "../../../engine/cli/flags";

const parse = (line: string) => parseCommandLine(line.split(" ").filter(Boolean));

describe("a command line", () => {
  test("flags may stand anywhere, and have the official CLI's short forms", () => {
    const { command, args, text, list, has } = parse(
      "-C folder stack --stack dev output -j name --show-secrets",
    );
    expect([command, args]).toEqual(["stack output", ["name"]]);
    expect([text("cwd"), text("stack"), list("target")]).toEqual(["folder", "dev", []]);
    expect([has("json"), has("show-secrets")]).toEqual([true, true]);
  });

  test.each([
    ["pre", "preview"],
    ["down", "destroy"],
    ["config ls", "config"],
    ["stack delete", "stack rm"],
    ["stack create dev", "stack init"],
    ["--version", "version"],
    ["--help", "help"],
    ["", "help"],
  ])("%s means %s", (given, command) => {
    expect(parse(given).command).toBe(command);
  });

  test("the text of a letter stands after it, with or without =", () => {
    expect(["-s=dev", "-sdev", "-s dev"].map((flag) => parse(`up ${flag}`).text("stack"))).toEqual([
      "dev",
      "dev",
      "dev",
    ]);
    expect(parse("config set key -- -s=dev").args).toEqual(["key", "-s=dev"]);
  });

  test("-r refreshes where there is something to refresh, and names a resource for logs", () => {
    expect(parse("up -r -y").has("refresh")).toBe(true);
    expect(parse("up --refresh=false").has("refresh")).toBe(false);
    expect(parse("up --refresh=1").has("refresh"), "as Go reads it").toBe(true);
    expect(parse("logs -r app -f").text("resource")).toBe("app");
  });

  test.each([
    ["up --policy-pack x", /^unknown flag --policy-pack for "up": .*official Pulumi CLI/],
    ["preview --stack --diff", /^--stack: given no value; accepted: --stack VALUE$/],
    ["wotch", /^unknown command "wotch": `pulumi help` lists the commands$/],
    ["stack change-secrets-provider x", /^"stack" does not take.*official Pulumi CLI/],
    ["watch", /^unknown command "watch": .*official Pulumi CLI/],
    [
      "prewiew",
      /^unknown command "prewiew": did you mean preview\? `pulumi help` lists the commands$/,
    ],
    ["deploy --stack dev", /^unknown command "deploy": `pulumi help` lists the commands$/],
    ["bakcup ls", /^unknown command "bakcup": did you mean backup\?/],
    ["constructor", /^unknown command "constructor": `pulumi help`/],
    ["stack lss", /^"stack" does not take the argument "lss" here: did you mean stack ls\?/],
    ["config sett a b", /^"config" does not .* "sett" here: did you mean config set\?/],
    ["preview dev", /^"preview" does not take the argument "dev" here: remove it/],
    [
      "up --targt x",
      /^unknown flag --targt for "up": did you mean --target\? `pulumi help` lists the flags$/,
    ],
    ["up --zzz", /^unknown flag --zzz for "up": `pulumi help` lists the flags$/],
    ["up --stack", /^--stack: given no value; accepted: --stack VALUE$/],
    ["up --yes=maybe", /^--yes: given a value; accepted: --yes alone$/],
    [
      "up --refresh=maybe",
      /^--refresh: given "maybe"; accepted: --refresh, --refresh=true or --refresh=false$/,
    ],
    [
      "preview --parallel x",
      /^--parallel: given "x"; accepted: a whole number, 1 for one after the other$/,
    ],
    [
      "up --parallel=-3",
      /^--parallel: given "-3"; accepted: a whole number, 1 for one after the other$/,
    ],
    ["up --config colour", /^--config: given "colour"; accepted: --config KEY=VALUE$/],
    ["up -c =x", /^--config: given "=x"; accepted: --config KEY=VALUE$/],
    ["stack tag ls", /^"stack" does not take the argument "tag" here: .*official Pulumi CLI/],
    ["up template", /^"up" does not take the argument "template"/],
    ["up --color pink", /^--color pink: expected auto, always, never or raw$/],
  ])("%s is an error", (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});
