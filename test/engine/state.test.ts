import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

import { ResourceReference, Secret } from "../../engine/resource/value";
import { openSecrets, type SecretsManager } from "../../engine/secrets/passphrase";
import { DeploymentWriter, parseCheckpoint } from "../../engine/state/deployment";

const TEXT = readFileSync(join(__dirname, "fixtures/official-state.json"), "utf8");

describe("a state file of the official CLI", () => {
  let secrets: SecretsManager;
  beforeAll(async () => {
    secrets = await openSecrets("correct horse", parseCheckpoint(TEXT).salt ?? "");
  });

  test("is read with its secrets and references", () => {
    const { resources } = parseCheckpoint(TEXT).open(secrets);
    const byName = (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`));
    expect(byName("group")?.inputs).toEqual({
      nested: { hidden: new Secret("hush"), list: [1, null, true] },
    });
    const password = byName("password");
    expect(password?.outputs.result).toBeInstanceOf(Secret);
    expect(password?.parent).toBe(byName("group")?.urn);
    const outputs = byName("fixture-test")?.outputs;
    expect(outputs?.result).toEqual(password?.outputs.result);
    expect(outputs?.reference).toEqual(new ResourceReference(byName("group")?.urn ?? ""));
  });

  test("is written again so that it says the same", () => {
    const snapshot = parseCheckpoint(TEXT).open(secrets);
    const written = new DeploymentWriter(secrets).checkpoint("organization/fixture/test", snapshot);
    expect(parseCheckpoint(written).open(secrets)).toEqual(snapshot);
    expect(withoutCiphertexts(written)).toEqual(withoutCiphertexts(TEXT));
  });

  test("keeps fields that this engine does not know", () => {
    const json = JSON.parse(TEXT);
    json.checkpoint.latest.resources[0].refreshBeforeUpdate = true;
    const snapshot = parseCheckpoint(JSON.stringify(json)).open(secrets);
    const written = new DeploymentWriter(secrets).checkpoint("organization/fixture/test", snapshot);
    expect(JSON.parse(written).checkpoint.latest.resources[0].refreshBeforeUpdate).toBe(true);
  });

  test("keeps what is unchanged byte for byte between two writes", () => {
    const writer = new DeploymentWriter(secrets);
    const snapshot = parseCheckpoint(TEXT).open(secrets);
    const resources = (text: string) => JSON.parse(text).checkpoint.latest.resources;
    const first = writer.checkpoint("s", snapshot);
    const copies = { ...snapshot, resources: snapshot.resources.map((state) => ({ ...state })) };
    expect(resources(writer.checkpoint("s", copies))).toEqual(resources(first));
  });

  test("shows its secrets only in an export that asks for it", () => {
    const writer = new DeploymentWriter(secrets);
    const snapshot = parseCheckpoint(TEXT).open(secrets);
    expect(writer.export(snapshot, false)).not.toContain("hush");
    expect(writer.export(snapshot, true)).toContain('"plaintext": "\\"hush\\""');
  });

  test("without the passphrase its secrets are out of reach", () => {
    expect(() => parseCheckpoint(TEXT).open(undefined)).toThrow("no passphrase is set");
  });
});

test("a damaged file is told apart from one of another version", () => {
  expect(() => parseCheckpoint(TEXT.slice(0, 500))).toThrow(SyntaxError);
  expect(() => parseCheckpoint('{"version":2,"checkpoint":{}}')).toThrow(/state of version 2/);
});

/** The file's content; encryption makes a different text of the same secret each time. */
function withoutCiphertexts(text: string): unknown {
  const json = JSON.parse(text.replace(/"ciphertext":\s*"[^"]*"/g, '"ciphertext":""'));
  delete json.checkpoint.latest.manifest.time;
  return json;
}
