import { describe, expect, it } from "vitest";
import { removeCommand, setCommand } from "../../settings/language/commands";
import { runConfigLines } from "./fake-config-cli";
import { FILE } from "./raw-config";

describe("a command that sets a value", () => {
  it.each([
    [["mode"], "dev", {}, "pulumi config set --stack dev mode dev"],
    [["app", "port"], "8000", {}, "pulumi config set --stack dev --path app.port 8000"],
    [["list", 0], "a b", {}, "pulumi config set --stack dev --path 'list[0]' 'a b'"],
    [["app", "x"], "it's", {}, "pulumi config set --stack dev --path app.x 'it'\\''s'"],
    [["app", "x"], "-1", {}, "pulumi config set --stack dev --path app.x -- -1"],
    [["app", "x"], "", {}, "pulumi config set --stack dev --path app.x ''"],
    [
      ["app", "x"],
      "1",
      { asText: true },
      "pulumi config set --stack dev --path --type string app.x 1",
    ],
    [["pw"], undefined, { secret: true }, "pulumi config set --stack dev --secret pw"],
    [["app", 'say "hi"'], "1", {}, `pulumi config set --stack dev --path 'app["say \\"hi\\""]' 1`],
  ] as const)("%j %j %j", (path, value, options, line) => {
    expect(setCommand(FILE, path, value, options)).toBe(line);
  });
});

it("a login is not repeated: Pulumi asks for the value", () => {
  expect(setCommand(FILE, ["build", "pipIndexUrl"], "https://me:hunter2@pypi.example.com")).toBe(
    "pulumi config set --stack dev --path build.pipIndexUrl",
  );
  expect(setCommand(FILE, ["images", "redis"], "redis:8@sha256:0")).toMatch(/ redis:8@sha256:0$/);
});

describe("a command that removes a value", () => {
  it.each([
    [["mode"], "pulumi config rm --stack dev mode"],
    [["app.port"], "pulumi config rm --stack dev app.port"],
    [["app", "tls.key"], `pulumi config rm --stack dev --path 'app["tls.key"]'`],
    [["app", "9"], `pulumi config rm --stack dev --path 'app["9"]'`],
  ] as const)("%j", (path, line) => expect(removeCommand(FILE, path)).toBe(line));
});

it("a value comes out of the shell as it went in", () => {
  for (const value of ["a b", "it's", "$HOME", '"', "a\\b", "*", "&", "-x"]) {
    const file = { values: {}, secretKeys: new Set<string>() };
    expect(runConfigLines(file, setCommand(FILE, ["app", "x"], value)).values).toEqual({
      app: { x: value },
    });
  }
});
