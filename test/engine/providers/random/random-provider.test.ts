import { compare } from "bcryptjs";
import { describe, expect, it } from "vitest";

import { type PropertyMap, UNKNOWN } from "../../../../engine/providers/provider";
import { RandomProvider } from "../../../../engine/providers/random";
import { Secret } from "../../../../engine/resource/value";

const provider = new RandomProvider();
const typeOf = (kind: string) => `random:index/random${kind}:Random${kind}`;
const action = (kind: string) => ({
  urn: "urn:it",
  type: typeOf(kind),
  name: "it",
  log: () => {},
  signal: new AbortController().signal,
});

const check = (kind: string, news: PropertyMap) =>
  provider.check({ ...action(kind), olds: undefined, news, randomSeed: Buffer.alloc(0) });

async function create(kind: string, inputs: PropertyMap) {
  const { id, outputs } = await provider.create({ ...action(kind), inputs, preview: false });
  const revealed = Object.entries(outputs).map(([name, value]) => {
    return [name, value instanceof Secret ? value.value : value];
  });
  return { id, outputs, revealed: Object.fromEntries(revealed) };
}

async function diff(kind: string, before: PropertyMap, after: PropertyMap) {
  const { id, revealed } = await create(kind, before);
  const request = { id, oldInputs: before, oldOutputs: revealed, news: after, ignoreChanges: [] };
  return provider.diff({ ...action(kind), ...request });
}

describe("a password", () => {
  it("has the length and the least of each kind, in no fixed place", async () => {
    const inputs = {
      length: 24,
      minLower: 2,
      minUpper: 2,
      minNumeric: 2,
      minSpecial: 2,
      overrideSpecial: "_-",
    };
    const { revealed } = await create("Password", inputs);
    expect(revealed.result).toMatch(/^[\w-]{24}$/);
    for (const kind of [/[a-z]/g, /[A-Z]/g, /[0-9]/g, /[_-]/g]) {
      expect(revealed.result.match(kind)?.length).toBeGreaterThanOrEqual(2);
    }
  });

  it("leaves out the kinds that are switched off", async () => {
    const { revealed } = await create("Password", { length: 60, special: false, upper: false });
    expect(revealed.result).toMatch(/^[a-z0-9]{60}$/);
  });

  it("has the outputs of the official provider", async () => {
    const { id, outputs, revealed } = await create("Password", { length: 20, special: false });
    expect(id).toBe("none");
    expect(outputs.result).toBeInstanceOf(Secret);
    expect(outputs.bcryptHash).toBeInstanceOf(Secret);
    expect(revealed.bcryptHash).toMatch(/^\$2a\$10\$/);
    expect(await compare(revealed.result, revealed.bcryptHash)).toBe(true);
    const { result: _, bcryptHash: __, ...rest } = revealed;
    expect(rest).toEqual({
      __meta: '{"schema_version":"3"}',
      id: "none",
      length: 20,
      lower: true,
      minLower: 0,
      minNumeric: 0,
      minSpecial: 0,
      minUpper: 0,
      number: true,
      numeric: true,
      special: false,
      upper: true,
    });
  });

  it.each([
    [{}, "length", "is required"],
    [
      { length: 3, minLower: 4 },
      "length",
      "has to be at least the sum of minUpper, minLower, minNumeric, minSpecial, 4, not 3",
    ],
    [
      { length: 3, number: true, numeric: false },
      "number",
      "contradicts numeric; give numeric only",
    ],
    [
      { length: 3, upper: false, lower: false, special: false, numeric: false },
      "numeric",
      "has to be true when upper, lower and special are false",
    ],
    [{ length: 3, specials: true }, "specials", "unknown property; did you mean special?"],
    [{ length: 3, result: "x" }, "result", "unknown property"],
  ] as [PropertyMap, string, string][])("refuses %j", async (news, property, reason) => {
    const { failures } = await check("Password", news);
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) }]);
  });

  it.each([
    ["nothing", {}, []],
    ["what a default says", { special: true, minLower: 0 }, []],
    ["the length", { length: 21 }, ["length"]],
    ["numeric, and number with it", { numeric: false }, ["number", "numeric"]],
    ["new keepers", { keepers: { a: "1" } }, ["keepers"]],
    ["the special characters", { overrideSpecial: "_" }, ["overrideSpecial"]],
  ] as [string, PropertyMap, string[]][])(
    "is replaced for %s as officially",
    async (_, change, replaces) => {
      const result = await diff("Password", { length: 20 }, { length: 20, ...change });
      expect(result).toMatchObject({ replaces, diffs: replaces, changes: replaces.length > 0 });
    },
  );

  it("stays when keepers that say nothing appear", async () => {
    const result = await diff("Password", { length: 20 }, { length: 20, keepers: {} });
    expect(result.replaces).toEqual([]);
  });

  it("is imported from its text", async () => {
    const read = await provider.read({
      ...action("Password"),
      id: "s3cret",
      oldInputs: {},
      oldOutputs: {},
    });
    expect(read).toMatchObject({ id: "none", inputs: { length: 6 } });
    expect(read?.outputs.result).toEqual(new Secret("s3cret"));
  });
});

describe("the other kinds", () => {
  it("writes one id in all forms", async () => {
    const { id, revealed } = await create("Id", { byteLength: 8, prefix: "p-" });
    const bytes = Buffer.from(id, "base64url");
    expect(bytes).toHaveLength(8);
    expect(revealed).toMatchObject({
      b64Url: `p-${id}`,
      b64Std: `p-${bytes.toString("base64")}`,
      hex: `p-${bytes.toString("hex")}`,
      dec: `p-${bytes.readBigUInt64BE()}`,
    });
  });

  it("names a pet", async () => {
    const { id } = await create("Pet", { length: 3, separator: "_", prefix: "x" });
    expect(id).toMatch(/^x_[a-z]+_[a-z]+_[a-z]+$/);
    expect((await create("Pet", {})).id).toMatch(/^[a-z]+-[a-z]+$/);
  });

  it("draws a number within its bounds, the same one for the same seed", async () => {
    const { id, revealed } = await create("Integer", { min: 3, max: 4 });
    expect([3, 4]).toContain(revealed.result);
    expect(id).toBe(String(revealed.result));
    const seeded = () => create("Integer", { min: 1, max: 1e9, seed: "a" });
    expect((await seeded()).id).toBe((await seeded()).id);
  });

  it("makes a UUID", async () => {
    const { id, revealed } = await create("Uuid", {});
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(revealed.result).toBe(id);
  });

  it("knows in a preview what the program says, and no more", async () => {
    const request = { ...action("String"), inputs: { length: 5 }, preview: true };
    const { id, outputs } = await provider.create(request);
    expect(id).toBe("");
    expect(outputs).toMatchObject({ id: UNKNOWN, result: UNKNOWN, length: 5, special: true });
  });

  it("keeps an official state as it is over a refresh", async () => {
    const oldOutputs = { result: "x", length: 1, __pulumi_raw_state_delta: {} };
    const read = await provider.read({
      ...action("String"),
      id: "x",
      oldInputs: { length: 1 },
      oldOutputs,
    });
    expect(read).toEqual({ id: "x", inputs: { length: 1 }, outputs: oldOutputs });
  });
});

describe("bytes", () => {
  it("are a secret in two forms, and can be imported", async () => {
    const { outputs, revealed } = await create("Bytes", { length: 8 });
    expect(outputs.base64).toBeInstanceOf(Secret);
    expect(Buffer.from(revealed.base64, "base64").toString("hex")).toBe(revealed.hex);
    expect(revealed.hex).toMatch(/^[0-9a-f]{16}$/);
    const request = { ...action("Bytes"), oldInputs: {}, oldOutputs: {} };
    const read = await provider.read({ ...request, id: "AQID" });
    expect(read?.inputs).toEqual({ length: 3 });
  });

  it("have to be some", async () => {
    await expect(create("Bytes", { length: 0 })).rejects.toThrow("has to be at least 1");
  });
});

describe("a shuffle", () => {
  const inputs = ["a", "b", "c", "d"];

  it("has every item once", async () => {
    const { id, revealed } = await create("Shuffle", { inputs });
    expect(id).toBe("-");
    expect([...revealed.results].sort()).toEqual(inputs);
  });

  it("is cut or repeated to the length that is wanted, and the same for the same seed", async () => {
    const drawn = await create("Shuffle", { inputs, resultCount: 6, seed: "x" });
    const again = await create("Shuffle", { inputs, resultCount: 6, seed: "x" });
    expect(drawn.revealed.results).toHaveLength(6);
    expect([...drawn.revealed.results.slice(0, 4)].sort()).toEqual(inputs);
    expect(again.revealed.results).toEqual(drawn.revealed.results);
  });

  it("of nothing is nothing", async () => {
    const { revealed } = await create("Shuffle", { inputs: [], resultCount: 3 });
    expect(revealed.results).toEqual([]);
  });
});
