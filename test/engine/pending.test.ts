import { describe, expect, test } from "vitest";

import type { RunContext } from "../../engine/execute/context";
import { settlePending } from "../../engine/execute/pending";
import { Targets } from "../../engine/plan/targets";
import { ProviderPool } from "../../engine/providers/pool";
import type { Provider } from "../../engine/providers/provider";
import { ProviderRegistry } from "../../engine/providers/registry";
import { blankState, type ResourceState } from "../../engine/resource/state";
import type { OperationType, Snapshot } from "../../engine/state/deployment";
import { Journal } from "../../engine/state/journal";

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const PROVIDER: ResourceState = {
  ...blankState(urn("pulumi:providers:test", "default"), "pulumi:providers:test", true),
  id: "p1",
};

function thing(name: string, id: string, changes: Partial<ResourceState> = {}): ResourceState {
  const type = "test:index:Thing";
  const provider = `${PROVIDER.urn}::${PROVIDER.id}`;
  return { ...blankState(urn(type, name), type, true), id, provider, ...changes };
}

const notAsked = () => Promise.reject(new Error("nobody is to ask"));
const UNUSED: Provider = {
  configure: async () => {},
  check: notAsked,
  diff: notAsked,
  create: notAsked,
  read: notAsked,
  update: notAsked,
  delete: notAsked,
  invoke: notAsked,
};

/** Settles one operation of a run that was interrupted, with a provider that answers like this. */
async function settle(
  type: OperationType,
  resource: ResourceState,
  olds: ResourceState[],
  answers: Partial<Provider>,
  preview = false,
) {
  const pool = new ProviderPool({
    builtIns: { test: () => ({ ...UNUSED, ...answers }) },
    engineAddress: "",
    folder: "",
    project: { name: "shop", runtimeOptions: {} },
    print: () => {},
  });
  const snapshot = { resources: [PROVIDER, ...olds], pending: [{ type, resource }] };
  let saved: Snapshot = snapshot;
  const said: string[] = [];
  const journal = new Journal(snapshot, async (next) => {
    saved = next;
  });
  const context: RunContext = {
    stack: "dev",
    project: "shop",
    options: {
      preview,
      parallel: 1,
      targets: new Targets([]),
      targetDependents: false,
      excludes: new Targets([]),
      excludeDependents: false,
      replace: new Targets([]),
      continueOnError: false,
    },
    journal,
    providers: new ProviderRegistry(pool, preview),
    emit: (event) => event.kind === "log" && said.push(`${event.severity}: ${event.message}`),
    abort: new AbortController().signal,
  };
  await settlePending(context);
  const { resources, pending } = saved;
  return { resources: resources.slice(1), pending, said };
}

const found = (id: string): Partial<Provider> => ({
  recover: async () => ({ id, outputs: { made: true } }),
});

describe("a creation that an interrupted run has on record", () => {
  const other = thing("other", "o1");

  test("is taken over where the provider finds it, to be looked after by an update", async () => {
    const { resources, pending, said } = await settle(
      "creating",
      thing("a", ""),
      [other],
      found("1"),
    );
    expect(resources).toMatchObject([
      { id: "o1" },
      { id: "1", outputs: { made: true }, initErrors: ["its creation was interrupted"] },
    ]);
    expect(pending).toEqual([]);
    expect(said).toEqual(["info: an interrupted run had created it (1): it is taken over"]);
  });

  test("is forgotten where nothing was made", async () => {
    const recover = async () => undefined;
    expect(await settle("creating", thing("a", ""), [other], { recover })).toEqual({
      resources: [other],
      pending: [],
      said: [],
    });
  });

  test("and recorded after all is there once", async () => {
    const recorded = thing("a", "1");
    const { resources } = await settle("creating", thing("a", ""), [recorded], found("1"));
    expect(resources).toEqual([recorded]);
  });

  test("of a replacement leaves the old one to be deleted", async () => {
    const { resources } = await settle("creating", thing("a", ""), [thing("a", "old")], found("1"));
    expect(resources).toMatchObject([
      { id: "old", delete: true },
      { id: "1", delete: false },
    ]);
  });

  test("takes the place of one that was deleted for it", async () => {
    const gone = thing("a", "old", { pendingReplacement: true });
    const { resources } = await settle("creating", thing("a", ""), [gone, other], found("1"));
    expect(resources).toMatchObject([{ id: "1", pendingReplacement: false }, { id: "o1" }]);
  });

  test("stays on record where its provider cannot tell, or does not answer", async () => {
    const unknown = await settle("creating", thing("a", ""), [], {});
    expect(unknown.pending).toHaveLength(1);
    expect(unknown.said[0]).toMatch(/^warning: .*`pulumi refresh --clear-pending-creates`/);
    const failing = await settle("creating", thing("a", ""), [], { recover: notAsked });
    expect(failing.pending).toHaveLength(1);
    expect(failing.said[0]).toMatch(/^warning: .*cannot be looked for: nobody is to ask/);
  });

  test("is nothing to look for when it is a component or runs the program's own code", async () => {
    const box = { ...blankState(urn("shop:index:Box", "box"), "shop:index:Box", false) };
    expect((await settle("creating", box, [], {})).pending).toEqual([]);
    const gate = { ...thing("gate", ""), type: "pulumi-nodejs:dynamic/berth:Gate" };
    const { pending, said } = await settle("creating", gate, [], {});
    expect(pending).toEqual([]);
    expect(said).toEqual(["info: an interrupted run was creating it: its code runs again"]);
  });

  test("is only looked at in a preview", async () => {
    const asked: boolean[] = [];
    const recover: Provider["recover"] = async ({ preview }) => {
      asked.push(preview);
      return undefined;
    };
    await settle("creating", thing("a", ""), [], { recover }, true);
    expect(asked).toEqual([true]);
  });
});

describe("a change that an interrupted run has on record", () => {
  const old = thing("a", "1");
  const user = thing("b", "2", { dependencies: [old.urn] });
  const there: Partial<Provider> = {
    read: async ({ id }) => ({ id, inputs: {}, outputs: { seen: true } }),
    diff: async () => ({ changes: false, replaces: [], deleteBeforeReplace: false, diffs: [] }),
  };
  const missing: Partial<Provider> = { read: async () => undefined };

  test("an update is done again, from what is there", async () => {
    const { resources, pending } = await settle("updating", old, [old], there);
    expect(resources).toMatchObject([
      { outputs: { seen: true }, initErrors: ["its update was interrupted"] },
    ]);
    expect(pending).toEqual([]);
  });

  test("a deletion that happened is recorded, with all that refers to it", async () => {
    const { resources } = await settle("deleting", old, [old, user], missing);
    expect(resources).toEqual([{ ...user, dependencies: [] }]);
  });

  test("a deletion that did not happen leaves the resource as it is", async () => {
    const { resources } = await settle("deleting", old, [old], there);
    expect(resources).toMatchObject([{ id: "1", initErrors: [] }]);
  });

  test("a deletion that may be under way still is finished", async () => {
    const previews: boolean[] = [];
    const finishDelete: Provider["finishDelete"] = async ({ preview }) => {
      previews.push(preview);
      return true;
    };
    const { resources, said } = await settle("deleting", old, [old], { finishDelete });
    expect(resources).toEqual([]);
    expect(said).toEqual(["info: an interrupted run was deleting it: that is finished"]);
    expect(previews).toEqual([false]);
  });
});
