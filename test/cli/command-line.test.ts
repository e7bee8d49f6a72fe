import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../cli/command-line";

const parse = (line: string) => parseCommandLine(line.split(" ").filter(Boolean));

describe("the command", () => {
  test.each([
    ["", ""],
    ["up --stack dev --yes", "up"],
    ["update", "up"],
    ["pre", "preview"],
    ["down -y", "destroy"],
    ["-C some/dir up", "up"],
    ["--cwd=some/dir --color never preview", "preview"],
    ["stack init dev", "stack init"],
    ["stack new dev", "stack init"],
    ["stack --show-urns", "stack"],
    ["config set --secret key value", "config set"],
    ["plugin install resource docker", "plugin"],
    ["--version", ""],
  ])("of %j is %j", (line, command) => {
    expect(parse(line).command).toBe(command);
  });

  test.each([
    ["up https://example.com/template", ["https://example.com/template"]],
    ["up -m words --target urn:x -f -p 4", []],
    ["up -f --yes", []],
    ["destroy -f", []],
    ["stack init dev --secrets-provider passphrase", ["dev"]],
    ["stack select -c dev", ["dev"]],
    ["state delete -s dev urn:x", ["urn:x"]],
    ["config set-all --plaintext a=b", []],
    ["config set --path app.port 8000", ["app.port", "8000"]],
    ["config set key -- --value", ["key", "--value"]],
  ])("of %j leaves the operands %j", (line, operands) => {
    expect(parse(line).operands).toEqual(operands);
  });
});

describe("flags", () => {
  test.each(["--stack prod", "--stack=prod", "-s prod", "-s=prod", "-sprod", "-s dev -s prod"])(
    "the stack of up %s is prod",
    (flags) => {
      expect(parse(`up ${flags}`).stack).toBe("prod");
    },
  );

  test.each([
    "logs -f --stack prod",
    "logs --since 1h -f -s prod",
    "logs -r app --stack prod",
    "stack rm -f --stack prod",
    "stack import -f -s prod",
    "import -f resources.json --stack prod",
    "plugin install -f docker.tar.gz --stack prod",
    "up -r --stack prod",
    "up -fy -s prod",
    "preview -x urn:x --stack prod",
    "config set-all --secret key=value --stack prod",
    "login -c https://example.com -s prod",
  ])("the stack of %s is prod", (line) => {
    expect(parse(line).stack).toBe("prod");
    expect(parse(line).operands.filter((word) => word.includes("prod"))).toEqual([]);
  });

  test("what else the wrapper acts on", () => {
    const line = "up -y -c a=1 --config b=2=3 --config-file f.yaml --non-interactive -C dir";
    expect(parse(line)).toMatchObject({
      yes: true,
      config: ["a=1", "b=2=3"],
      configFile: "f.yaml",
      nonInteractive: true,
      cwd: "dir",
      help: false,
    });
    expect(parse("up --yes=false").yes).toBe(false);
    expect(parse("up -fy").yes).toBe(true);
    expect(parse("stack select --create dev").create).toBe(true);
    expect(parse("up -h").help).toBe(true);
    expect(parse("help up").help).toBe(true);
  });

  test("its own ones do not reach the engine, whichever way they are written", () => {
    const line = parse("--engine embedded up --stand-ins=never --diff");
    expect(line).toMatchObject({ engine: "embedded", standIns: "never", command: "up" });
    expect(line.args).toEqual(["up", "--diff"]);
    expect(parse("up")).toMatchObject({ engine: undefined, standIns: "auto" });
  });

  test("after -- everything belongs to the engine", () => {
    expect(parse("config set x -- --engine").args).toEqual([
      "config",
      "set",
      "x",
      "--",
      "--engine",
    ]);
  });

  test("a value that there is not", () => {
    expect(() => parse("--engine docker up")).toThrow(
      '--engine: given "docker"; accepted: pulumi or embedded',
    );
    expect(() => parse("up --stand-ins")).toThrow(
      '--stand-ins: given ""; accepted: auto, never or always',
    );
  });

  test("--fail-on judges previews only", () => {
    expect(parse("up --fail-on downtime --fail-on data-loss").failOn).toEqual([
      "downtime",
      "data-loss",
    ]);
    expect(() => parse("preview --fail-on loss")).toThrow(
      '--fail-on: given "loss"; accepted: downtime or data-loss',
    );
    for (const [line, given] of [
      ["logs --fail-on downtime", "logs"],
      ["up -f --fail-on downtime", "--skip-preview"],
      ["--fail-on downtime", "no command"],
    ] as const) {
      expect(() => parse(line)).toThrow(
        `--fail-on: given with ${given}; accepted: with preview, up and destroy, whose preview it judges`,
      );
    }
  });
});
