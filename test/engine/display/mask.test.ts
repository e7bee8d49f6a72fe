import { expect, test } from "vitest";
import { SecretMask } from "../../../engine/display/mask";
import { Secret } from "../../../engine/resource/value";

test("hides what is secret, wherever it stands in a text", () => {
  const mask = new SecretMask();
  mask.learn({
    password: new Secret("hunter22"),
    files: new Secret([{ name: "root-password", content: "inner text" }]),
  });
  expect(mask.hide("log in with hunter22, then inner text")).toBe(
    "log in with [secret], then [secret]",
  );
});

test("does not take the names inside a larger secret for secrets", () => {
  const mask = new SecretMask();
  mask.learn({ files: new Secret([{ name: "root-password", content: "x1Y2z3" }]) });
  expect(mask.hide("created root-password")).toBe("created root-password");
  mask.learn({ password: new Secret("swordfish") });
  expect(mask.hide("a swordfish")).toBe("a [secret]");
});

test("leaves open what only a copy of all inputs holds as secret", () => {
  const mask = new SecretMask();
  mask.learn({ __inputs: new Secret({ image: "python:3.13-slim", short: "abc" }) });
  expect(mask.hide("python:3.13-slim is a stand-in")).toBe("python:3.13-slim is a stand-in");
});

test("a secret is hidden in quotes as well, where some of its letters are written otherwise", () => {
  const mask = new SecretMask();
  mask.learn(new Secret('two\n"lines"'));
  expect(mask.hide(JSON.stringify('see two\n"lines"!'))).toBe('"see [secret]!"');
});
