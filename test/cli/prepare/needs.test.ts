import { expect, test } from "vitest";
import { parseCommandLine } from "../../../cli/command-line";
import { needsOf } from "../../../cli/prepare/needs";

const needs = (line: string) => needsOf(parseCommandLine(line.split(" ")));
const nothing = { docker: false, images: "no", passphrase: "no", stack: "no" };

test.each([
  ["up", { docker: true, images: "build", passphrase: "make", stack: "make" }],
  ["preview", { docker: true, images: "warn", passphrase: "have", stack: "try" }],
  ["refresh", { docker: true, images: "no", passphrase: "have", stack: "no" }],
  ["destroy", { docker: true, images: "no", passphrase: "have", stack: "no" }],
  ["stack init dev", { ...nothing, passphrase: "make" }],
  ["stack select --create dev", { ...nothing, passphrase: "make" }],
  ["config set key value", { ...nothing, stack: "of settings" }],
  ["config set --secret key value", { ...nothing, passphrase: "have", stack: "of settings" }],
] as const)("%s needs %j", (line, expected) => {
  expect(needs(line)).toEqual(expected);
});

test.each([
  "version",
  "stack ls",
  "stack select dev",
  "config set --stack dev",
  "config set --secret",
  "up --help",
  "help up",
  "up https://example.com/template",
])("%s needs nothing", (line) => {
  expect(needs(line)).toEqual(nothing);
});
