import { expect, test } from "vitest";
import { parseCommandLine } from "../../wrapper/command-line";
import { needsOf } from "../../wrapper/needs";

const needs = (line: string) => needsOf(parseCommandLine(line.split(" ")));
const nothing = { docker: false, images: "no", passphrase: "no", stack: false };

test.each([
  ["up", { docker: true, images: "build", passphrase: "make", stack: true }],
  ["preview", { docker: true, images: "warn", passphrase: "make", stack: true }],
  ["refresh", { docker: true, images: "no", passphrase: "have", stack: false }],
  ["destroy", { docker: true, images: "no", passphrase: "have", stack: false }],
  ["stack init dev", { ...nothing, passphrase: "make" }],
  ["stack select --create dev", { ...nothing, passphrase: "make" }],
  ["config set --secret key value", { ...nothing, passphrase: "have" }],
] as const)("%s needs %j", (line, expected) => {
  expect(needs(line)).toEqual(expected);
});

test.each([
  "version",
  "stack ls",
  "stack select dev",
  "config set key value",
  "up --help",
  "help up",
  "up https://example.com/template",
])("%s needs nothing", (line) => {
  expect(needs(line)).toEqual(nothing);
});
