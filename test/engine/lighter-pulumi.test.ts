import { createRequire } from "node:module";
import { afterEach, expect, test, vi } from "vitest";

const requireHere = createRequire(__filename);
const { postpone, withoutPromiseTraces } = requireHere("../../engine/protocol/lighter-pulumi.cjs");

afterEach(() => vi.unstubAllEnvs());

test("a postponed package is loaded at its first use, once", () => {
  const file = requireHere.resolve("semver");
  const before = requireHere.cache[file];
  delete requireHere.cache[file];
  try {
    postpone("semver", requireHere);
    const semver = requireHere("semver");
    expect(semver.__esModule).toBe(true);
    expect(Object.keys(requireHere.cache[file]?.exports)).toEqual([]);
    expect(semver.satisfies("1.2.3", "^1.0.0")).toBe(true);
    const { satisfies } = requireHere("semver");
    expect(semver.satisfies).toBe(satisfies);
  } finally {
    requireHere.cache[file] = before;
  }
});

/** A module of Pulumi's that takes traces as it does. */
function debuggableModule() {
  const debuggablePromise = (_: Promise<unknown>) => String(new Error("made").stack).split("\n");
  return { debuggablePromise };
}

test("promises take no stack trace, and errors still do", () => {
  const module = debuggableModule();
  withoutPromiseTraces(() => module);
  expect(module.debuggablePromise(Promise.resolve())).toEqual(["Error: made"]);
  expect(String(new Error("another").stack).split("\n").length).toBeGreaterThan(1);
});

test("promises take one where leaks are looked for", () => {
  vi.stubEnv("PULUMI_DEBUG_PROMISE_LEAKS", "true");
  const module = debuggableModule();
  withoutPromiseTraces(() => module);
  expect(module.debuggablePromise(Promise.resolve()).length).toBeGreaterThan(1);
});
