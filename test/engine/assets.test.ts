import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { withDigests, withSources } from "../../engine/assets/digest";
import { TAR_END, tarHeader, tarPadding } from "../../engine/assets/go-tar";
import { compareInputs } from "../../engine/providers/plugin/answers";
import type { DiffRequest } from "../../engine/providers/provider";
import { Archive, Asset, assetFields } from "../../engine/resource/asset";
import { equal, Secret, type Value } from "../../engine/resource/value";
import { fromWire, toWire } from "../../engine/resource/wire";
import { decodeMap, encodeMap } from "../../engine/state/properties";
import { Lab, TEST_PROVIDER } from "./lab";

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-assets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const text = (content: string) => new Asset({ text: content });

async function digest(value: Asset | Archive, folder = "/"): Promise<string> {
  const { it } = await withDigests({ it: value }, folder);
  return (it as Asset).hash;
}

describe("a tar's header is that of Go", () => {
  const r = (letter: string, times: number) => letter.repeat(times);
  test.each([
    ["a short name", "a.txt", "34d9d0634b7e6436"],
    ["a name in a folder", "dir/b.txt", "f84c18e2e37a60f9"],
    ["a name that is split", `${r("d", 80)}/${r("f", 60)}.txt`, "76639df007a08264"],
    ["a name that is not ASCII", "größe/ä.txt", "d7de06f7714087f3"],
    ["a long name", r("x", 120), "19bbeaba2b03662f"],
    ["a long folder", `${r("p", 160)}/n`, "28f3acff8782a15f"],
    ["a long name that is not ASCII", `${r("é", 90)}/${r("ü", 80)}`, "0f4b1607f2e41864"],
    ["a name that is too long to split", `a/${r("y", 300)}`, "db868d778c88452e"],
  ])("for %s", (_, name, expected) => {
    const hash = createHash("sha256").update(tarHeader({ name, size: 3 }));
    hash.update("abc").update(tarPadding(3)).update(TAR_END);
    expect(hash.digest("hex").slice(0, 16)).toBe(expected);
  });
});

describe("the digest of", () => {
  test("a text or a file is that of its content", async () => {
    const some = "b94f6f125c79e3a5ffaa826f584c10d52ada669e6762051b826b55776d05aed2";
    const folder = folderWith({ "a.txt": "some text" });
    expect(await digest(text("some text"))).toBe(some);
    expect(await digest(new Asset({ path: "a.txt" }), folder)).toBe(some);
    expect(await digest(new Asset({ path: join(folder, "a.txt") }))).toBe(some);
    expect(await digest(new Asset({ uri: `file://${folder}/a.txt` }))).toBe(some);
  });

  test("a map, also of other archives, and of a folder is that of a tar of the files", async () => {
    const one = "5dcbdfec513ed190d59612ca5fd56e853f1d6a1dc267134d45d61c5c830786d1";
    expect(await digest(new Archive({ assets: { "a.txt": text("a") } }))).toBe(one);
    const folder = folderWith({
      "in/a.txt": "a",
      "in/.pulumi/b": "b",
      "in/x/y": "z",
      "in/x.z": "",
    });
    symlinkSync("x", join(folder, "in/link-to-folder"));
    const map = new Archive({
      assets: {
        x: new Archive({ assets: { y: text("z") } }),
        "x.z": text(""),
        "a.txt": text("a"),
      },
    });
    expect(await digest(new Archive({ path: "in" }), folder)).toBe(await digest(map));
  });

  test("nothing and of a link to a folder is that of an empty tar", async () => {
    const empty = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
    expect(await digest(new Archive({ assets: {} }))).toBe(empty);
    const folder = folderWith({ "in/a": "a" });
    symlinkSync("in", join(folder, "link"));
    expect(await digest(new Archive({ path: "link" }), folder)).toBe(empty);
  });

  test("an archive's file is that of its bytes, and within another one that of what is in it", async () => {
    const tar = Buffer.concat([tarHeader({ name: "a.txt", size: 1 }), Buffer.from("a")]);
    const whole = Buffer.concat([tar, tarPadding(1), TAR_END]).toString("latin1");
    const folder = folderWith({ "a.tar": whole });
    const file = new Archive({ path: "a.tar" });
    expect(await digest(file, folder)).toBe(await digest(text(whole)));
    const inner = { in: new Archive({ assets: { "a.txt": text("a") } }) };
    expect(await digest(new Archive({ assets: { in: file } }), folder)).toBe(
      await digest(new Archive({ assets: inner })),
    );
  });

  test.each<[string, Asset | Archive, RegExp]>([
    ["a file that is not there", new Asset({ path: "no" }), /asset file '.*no': no such file/],
    ["a folder", new Asset({ path: "in" }), /'.*in' is a directory; try using an archive/],
    ["a folder that is not there", new Archive({ path: "no" }), /archive path '.*no': no such/],
    ["a file that is no archive", new Archive({ path: "in/a" }), /'.*a' is neither a recognized/],
    ["an address of another kind", new Asset({ uri: "ftp://a/b" }), /begins with http/],
    ["what is no address", new Asset({ uri: "b" }), /b is not the address/],
  ])("%s is an error that names it", async (_, value, message) => {
    await expect(digest(value, folderWith({ "in/a": "a" }))).rejects.toThrow(message);
  });
});

describe("files as property values", () => {
  const asset = new Asset({ text: "a" }, "1");
  const archive = new Archive({ assets: { a: asset, b: new Archive({ path: "b" }, "2") } }, "3");

  test("are the same where their content is", () => {
    expect(equal(asset, new Asset({ path: "a" }, "1"))).toBe(true);
    expect(equal(asset, new Asset({ text: "a" }, "2"))).toBe(false);
    expect(equal(asset, new Archive({ path: "a" }, "1"))).toBe(false);
    expect(equal(asset, "a")).toBe(false);
  });

  test("stand in the state and in messages as the official CLI writes them", () => {
    const map = { list: [asset], archive, hidden: new Secret(asset) };
    const sealed = encodeMap(map, (plaintext) => ({ plaintext }));
    expect(sealed.archive).toEqual({
      "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
      assets: { a: assetFields(asset), b: expect.objectContaining({ hash: "2", path: "b" }) },
      hash: "3",
    });
    expect(decodeMap(sealed, ({ plaintext }) => String(plaintext))).toEqual(map);
    const wire = toWire(map, { secrets: true, references: true });
    expect(fromWire(wire)).toEqual(map);
  });

  test("are sent as digests where they are compared, and what comes back is made whole", () => {
    const options = { secrets: false, references: false, digestsOnly: true };
    const bare = fromWire(toWire({ asset, archive }, options));
    expect(bare).toEqual({ asset: new Asset({}, "1"), archive: new Archive({ assets: {} }, "3") });
    expect(withSources(bare, { asset, archive })).toEqual({ ...bare, asset });
  });

  test("change a resource by their content alone", async () => {
    const diff = async ({ oldInputs, news }: DiffRequest) => compareInputs(oldInputs, news);
    const lab = new Lab({ test: { ...TEST_PROVIDER, diff } });
    const run = (it: Value) => lab.run(async (program) => void (await program.thing("a", { it })));
    await run(asset);
    expect((await run(new Asset({ path: "a" }, "1"))).steps).toEqual(["same a"]);
    expect((await run(new Asset({ text: "b" }, "2"))).steps).toEqual(["update a"]);
  });
});
