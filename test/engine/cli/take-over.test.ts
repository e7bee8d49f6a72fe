import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { StackSession } from "../../../engine/cli/session";
import { changeSince, foundNothing, takeOver } from "../../../engine/cli/take-over";
import { loadProject } from "../../../engine/config/project";
import { Archive, Asset } from "../../../engine/resource/asset";
import { blankState, type ResourceState } from "../../../engine/resource/state";
import { Secret, UNKNOWN, type Value, type ValueMap } from "../../../engine/resource/value";
import { Journal } from "../../../engine/state/journal";
import { Lab } from "../lab";

const NO_FLAGS = { has: () => false, list: () => [] };

/** Whether an update may take over a preview of a stack that is as it was, and has this in it. */
function isTakenOver(type: string, inputs: ValueMap): boolean {
  const state: ResourceState = {
    ...blankState(`urn:pulumi:dev::p::${type}::it`, type, true),
    inputs,
  };
  const snapshot = { resources: [state], pending: [] };
  return foundNothing({ events: [], start: snapshot, end: snapshot }, NO_FLAGS);
}

test.each<[string, Value, boolean]>([
  ["a plain value", "text", true],
  ["a value that is not known yet", UNKNOWN, false],
  ["a file", [new Secret(new Asset({ path: "note.txt" }, "digest"))], false],
  ["a folder", { files: new Archive({ path: "notes" }, "digest") }, false],
])("an update and a resource with %s", (_, value, expected) => {
  expect(isTakenOver("test:index:Thing", { value })).toBe(expected);
});

test.each<[string, Value, boolean]>([
  ["a copy of what the program looked at", { context: "./.berth/p-dev" }, true],
  ["a folder that the engine reads", { context: "app" }, false],
  ["a folder of nobody knows what", new Secret({ context: new Secret("app") }), false],
])("an update and an image of %s", (_, build, expected) => {
  expect(isTakenOver("docker:index/image:Image", { build })).toBe(expected);
});

test("a program that asked a provider for something runs again", async () => {
  const project = await loadProject(resolve(__dirname, "../../.."));
  const session = {
    project,
    backend: { changeSinceRead: async () => undefined },
    file: { isAsRead: async () => true },
  } as unknown as StackSession;
  const program = { ended: new Promise<never>(() => {}), changeSince: async () => undefined };
  const change = async (...tokens: string[]) => {
    let asked: string | undefined;
    await new Lab().run(async ({ deployment }) => {
      const choice = { ref: "", version: "", pluginDownloadUrl: "" };
      for (const token of tokens) await deployment.invoke(token, {}, choice);
      asked = deployment.asked;
    });
    return changeSince({ program: { ...program, kill: () => {} }, asked }, session);
  };
  expect(await change("pulumi:pulumi:readStackOutputs")).toBeUndefined();
  expect(await change("test:index:look", "test:index:other")).toBe(
    "the program asked for test:index:look",
  );
});

test.each([
  ["berth:docker:SecretFiles$random:index/randomId:RandomId", ["size"]],
  ["pulumi-nodejs:dynamic/berth:VolumeOwner", ["size"]],
  // Its program has changed: one that asks whether it is a preview runs again.
  ["test:index:Thing", ["size", "user"]],
])(
  "what a preview ignores of a %s is recorded by the update as %j",
  async (type, ignoreChanges) => {
    const urn = `urn:pulumi:dev::p::${type}::it`;
    const known = { ...blankState(urn, type, true), ignoreChanges: ["size"] };
    const seen = { ...known, ignoreChanges: ["size", "user"], dependencies: ["urn:other"] };
    const journal = new Journal({ resources: [seen], pending: [] }, undefined);
    const start = { resources: [known], pending: [] };
    await takeOver({ events: [], start }, { journal, emit: () => {} });
    expect(journal.snapshot().resources).toEqual([{ ...seen, ignoreChanges }]);
  },
);
