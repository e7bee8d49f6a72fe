import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { UserError } from "../../engine/errors";
import { openSecrets } from "../../engine/secrets/passphrase";
import { type Checkpoint, parseCheckpoint, parseExport } from "../../engine/state/deployment";
import { innerWords, seeded } from "../support/seeded";

/** What the official CLI wrote. */
const OFFICIAL = readFileSync(`${__dirname}/fixtures/official-state.json`, "utf8");

const resource = (fields: object) => ({
  urn: "urn:pulumi:dev::shop::a:b:C::one",
  type: "a:b:C",
  ...fields,
});
const state = (latest: unknown) =>
  JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest } });
const withResource = (fields: object) => state({ resources: [resource(fields)] });
const ONE = "resources[0] (urn:pulumi:dev::shop::a:b:C::one)";

function faultOf(text: string, parse: (text: string) => Checkpoint = parseCheckpoint): string {
  try {
    parse(text);
    return "none";
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

describe("a state that is damaged says how", () => {
  test.each([
    ["", "it is empty"],
    ["{", "it is no JSON"],
    ["null", "it has no object"],
    ["[]", "it has no object"],
    ["5", "it has no object"],
    ["{}", "it has no checkpoint"],
    ['{"version":3,"checkpoint":null}', "it has no checkpoint"],
    ['{"checkpoint":{}}', "it has no version"],
    [state([]), "its deployment is no object"],
    [state({ resources: "x" }), "its resources are no list"],
    [state({ resources: [null] }), "resources[0] is no object"],
    [state({ resources: [{ type: "a:b:C" }] }), "resources[0] has no urn"],
    [withResource({ urn: "one" }), "resources[0] has no urn"],
    [withResource({ type: 5 }), `${ONE} has no type`],
    [withResource({ inputs: "x" }), `${ONE} has a wrong value for inputs`],
    [withResource({ dependencies: [1] }), `${ONE} has a wrong value for dependencies`],
    [
      withResource({ propertyDependencies: { a: "x" } }),
      `${ONE} has a wrong value for propertyDependencies`,
    ],
    [
      withResource({
        outputs: {
          a: [{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }],
        },
      }),
      `${ONE} has a secret without its text`,
    ],
    [
      state({ pending_operations: [{ resource: resource({}), type: "dreaming" }] }),
      "pending_operations[0] is of no kind that there is",
    ],
    [state({ pending_operations: [{ type: "creating" }] }), "pending_operations[0] is no object"],
    [state({ secrets_providers: {} }), "its secrets_providers have no type"],
    [state({ secrets_providers: { type: "passphrase" } }), "its secrets_providers have no salt"],
  ])("%s", (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  test("an export, too", () => {
    expect(faultOf("null", parseExport)).toBe("it has no object");
    expect(faultOf('{"version":3}', parseExport)).toBe("it has no deployment");
  });

  test("a secret that the key does not open is told with its resource", async () => {
    const checkpoint = parseCheckpoint(OFFICIAL);
    const secrets = await openSecrets("correct horse", checkpoint.salt ?? "");
    const broken = parseCheckpoint(OFFICIAL.replace(/("ciphertext": ?"v1:[^:]+:)[^"]+/g, "$1AAAA"));
    expect(() => broken.open(secrets)).toThrow(/^the state: urn:pulumi:.* has a secret that/);
    expect(() => broken.open(secrets)).toThrow(UserError);
  });
});

describe("states by chance", () => {
  type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
  const VALUES: Json[] = [
    null,
    true,
    0,
    -1,
    "",
    "x",
    "urn:pulumi:a",
    [],
    [null],
    ["x"],
    [{}],
    {},
    { a: null },
  ];

  /** The official state with one value put in the place of another, anywhere. */
  function damaged(seed: number): string {
    const { int, pick } = seeded(seed);
    const root = JSON.parse(OFFICIAL) as Json;
    let at = root;
    for (;;) {
      const keys = Object.keys(at as object);
      const key = pick(keys);
      const inner = (at as { [key: string]: Json })[key] ?? null;
      const isEnd = typeof inner !== "object" || inner === null || Object.keys(inner).length === 0;
      if (!isEnd && int(4) > 0) {
        at = inner;
        continue;
      }
      if (int(3) > 0) (at as { [key: string]: Json })[key] = pick(VALUES);
      else delete (at as { [key: string]: Json })[key];
      return JSON.stringify(root);
    }
  }

  test("are opened, or refused in words that say what is wrong", async () => {
    const { salt = "" } = parseCheckpoint(OFFICIAL);
    const secrets = await openSecrets("correct horse", salt);
    let refused = 0;
    for (let seed = 1; seed <= 500; seed++) {
      try {
        parseCheckpoint(damaged(seed)).open(secrets);
      } catch (error) {
        refused++;
        const isKnown = error instanceof SyntaxError || error instanceof UserError;
        expect([seed, isKnown, innerWords((error as Error).message)]).toEqual([
          seed,
          true,
          undefined,
        ]);
      }
    }
    expect(refused).toBeGreaterThan(200);
  });
});
