import { expect, test, vi } from "vitest";
import {
  DynamicProvider,
  isAskedInAnyRun,
} from "../../../../engine/providers/plugin/dynamic-provider";
import type { DiffResult, Provider } from "../../../../engine/providers/provider";

const code = (methods: string) =>
  `exports.handler = __f0;\n\nvar __provider = {${methods}};\nfunction __f0() {}`;

const resource = {
  urn: "urn:pulumi:s::p::pulumi-nodejs:dynamic:Resource::r",
  type: "t",
  name: "r",
};
const seed = Buffer.alloc(0);

const CHANGED: DiffResult = { changes: true, replaces: [], deleteBeforeReplace: false, diffs: [] };

/** A provider whose process notes what it is asked. */
function provider() {
  const asked: string[] = [];
  const note = <T>(verb: string, answer: T) => {
    return async () => {
      asked.push(verb);
      return answer;
    };
  };
  const process: Provider = {
    configure: note("configure", undefined),
    check: note("check", { inputs: { checked: true }, failures: [] }),
    diff: note("diff", CHANGED),
    create: note("create", { id: "1", outputs: {} }),
    read: note("read", undefined),
    update: note("update", { outputs: {} }),
    delete: note("delete", undefined),
    invoke: note("invoke", { result: {} }),
    close: note("close", undefined),
  };
  const start = vi.fn(async () => process);
  return { dynamic: new DynamicProvider(start), start, asked };
}

const check = (news: object) => ({ ...resource, olds: {}, news: { ...news }, randomSeed: seed });

const diff = (before: object, after: object) => ({
  ...resource,
  id: "1",
  oldInputs: { ...before },
  oldOutputs: { ...before },
  news: { ...after },
  ignoreChanges: [],
});

test("code without check and diff is not asked: inputs are taken as they are and compared", async () => {
  const { dynamic, start } = provider();
  const news = { __provider: code("create: __f1, delete: __f2"), a: 1 };
  await dynamic.configure({});
  expect(await dynamic.check(check(news))).toEqual({ inputs: news, failures: [] });
  expect(await dynamic.diff(diff(news, news))).toMatchObject({ changes: false, diffs: [] });
  expect(await dynamic.diff(diff(news, { ...news, a: 2 }))).toMatchObject({
    changes: true,
    diffs: ["a"],
  });
  await dynamic.close();
  expect(start).not.toHaveBeenCalled();
});

test.each([
  ["has the methods", code("check: __f1, create: __f2, diff: __f3")],
  ["has a shape that says nothing of its methods", 'exports.handler = () => require("other");'],
  ["is not known yet", null],
])("code that %s is asked", async (_, text) => {
  const { dynamic, asked } = provider();
  const news = { __provider: text };
  await dynamic.configure({});
  expect(await dynamic.check(check(news))).toEqual({ inputs: { checked: true }, failures: [] });
  expect(await dynamic.diff(diff(news, news))).toBe(CHANGED);
  expect(asked).toEqual(["configure", "check", "diff"]);
});

test("a deletion is asked for only where the code has one", async () => {
  const { dynamic, asked } = provider();
  const request = { ...resource, id: "1", oldInputs: {}, log: () => {} };
  const { signal } = new AbortController();
  for (const methods of ["create: __f1", "create: __f1, delete: __f2"]) {
    const oldOutputs = { __provider: code(methods) };
    await dynamic.delete({ ...request, oldOutputs, signal });
  }
  expect(asked).toEqual(["configure", "delete"]);
});

test("one process serves all, started beforehand or not, and ends with the provider", async () => {
  const { dynamic, start, asked } = provider();
  dynamic.warm();
  const news = { __provider: code("check: __f1") };
  await Promise.all([dynamic.check(check(news)), dynamic.check(check(news))]);
  await dynamic.close();
  expect(start).toHaveBeenCalledOnce();
  expect(asked).toEqual(["configure", "check", "check", "close"]);
});

test.each([
  ["create: __f1, delete: __f2", false],
  ["check: __f1, create: __f2", true],
  ["create: __f1, diff: __f2", true],
])("code with %s has a say in any run: %s", (methods, expected) => {
  expect(isAskedInAnyRun({ __provider: code(methods) })).toBe(expected);
});
