import { expect, test } from "vitest";
import { SecretMask } from "../../../engine/display/mask";
import { Secret } from "../../../engine/resource/value";

test("hides what is secret, wherever it stands in a text", () => {
  const mask = new SecretMask();
  mask.learn({ password: new Secret("hunter22"), files: new Secret([{ content: "inner-text" }]) });
  expect(mask.hide("log in with hunter22, then inner-text")).toBe(
    "log in with [secret], then [secret]",
  );
});

test("leaves open what only a copy of all inputs holds as secret", () => {
  const mask = new SecretMask();
  mask.learn({ __inputs: new Secret({ image: "python:3.13-slim", short: "abc" }) });
  expect(mask.hide("python:3.13-slim is a stand-in")).toBe("python:3.13-slim is a stand-in");
});
