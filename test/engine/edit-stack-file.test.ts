import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

import { main } from "../../engine/cli/main";
import { StackFile } from "../../engine/config/stack-file";
import { parsePath } from "../../engine/resource/property-path";

/** A stack file of this test's own. */
function stackFile(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "berth-edit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "Pulumi.dev.yaml");
  writeFileSync(path, text);
  const pathOf = (key: string) => {
    const [head = "", ...rest] = parsePath(key);
    return { name: `bad:${head}`, rest };
  };
  return {
    path,
    text: () => readFileSync(path, "utf8"),
    async set(key: string, value: string | number) {
      const { name, rest } = pathOf(key);
      const file = await StackFile.load(path, "bad");
      file.set(name, value, rest);
      await file.save();
    },
    async remove(key: string) {
      const { name, rest } = pathOf(key);
      const file = await StackFile.load(path, "bad");
      file.remove(name, rest);
      await file.save();
    },
  };
}

const FILE = `# ours
config:
  # the app
  bad:app:
    a: 1 # one
    list: [1, 2]
    gone:
  bad:mode: dev
  bad:hidden: { secure: "v1:a:b" }
  bad:big: 12345678901234567890
`;

describe("a change that would lose something is refused, and the file stays as it is", () => {
  test.each([
    ["app[0]", "app[0] cannot be set: app is an object, whose parts have names, as in app.a"],
    [
      "mode.x",
      "mode.x cannot be set: mode is a text and would be lost; to have something else there, remove it first: pulumi config rm --path 'mode'",
    ],
    ["mode[0]", "mode[0] cannot be set: mode is a text and would be lost"],
    ["app.a.b", "app.a.b cannot be set: app.a is the number 1 and would be lost"],
    [
      "app.list.x",
      "app.list.x cannot be set: app.list is a list, whose next element is app.list[2]",
    ],
    ["app.list[3]", "app.list[3] cannot be set: app.list has 2 elements; the next is app.list[2]"],
    [
      "app.gone[1]",
      "app.gone[1] cannot be set: app.gone has no elements yet; the first is app.gone[0]",
    ],
    ["hidden.x", "hidden.x cannot be set: hidden is encrypted as a whole and would be lost"],
    ["new.secure", 'new.secure: an object with nothing but "secure" in it would be taken for an'],
  ])("%s", async (path, message) => {
    const file = stackFile(FILE);
    await expect(file.set(path, "x")).rejects.toThrow(message);
    expect(file.text()).toBe(FILE);
  });

  test("one that leaves an object that looks encrypted", async () => {
    const text = "config:\n  bad:app:\n    secure: text\n    other: 1\n";
    const file = stackFile(text);
    await expect(file.remove("app.other")).rejects.toThrow("would be taken for an encrypted value");
    expect(file.text()).toBe(text);
  });

  test("one of a value that is used in several places", async () => {
    const text = "config:\n  bad:a: &same { p: 1 }\n  bad:b: *same\n";
    const file = stackFile(text);
    await expect(file.set("a.p", 2)).rejects.toThrow(
      "Pulumi.dev.yaml is left as it is: with another value for a it would not read back the same",
    );
    expect(file.text()).toBe(text);
  });
});

test("a setting that stands there twice is refused, whoever reads it", async () => {
  const file = stackFile("config:\n  app: {a: 1}\n  bad:app: {b: 2}\n");
  await expect(file.set("mode", "dev")).rejects.toThrow(
    "Pulumi.dev.yaml has one setting twice, as app and as bad:app; remove one of the two from the file",
  );
});

test("a change leaves comments, order and digits of everything else", async () => {
  const file = stackFile(FILE);
  await file.set("app.a", 2);
  await file.set("app.list[2]", "1_000");
  expect(file.text()).toBe(FILE.replace("a: 1", "a: 2").replace("[1, 2]", '[ 1, 2, "1_000" ]'));
});

test("a file that somebody else changes meanwhile is left to them", async () => {
  const { path } = stackFile(FILE);
  const file = await StackFile.load(path, "bad");
  file.set("bad:mode", "prod");
  writeFileSync(path, "config: {}\n");
  await expect(file.save()).rejects.toThrow("was changed by somebody else meanwhile");
  expect(readFileSync(path, "utf8")).toBe("config: {}\n");
});

test("nothing to change, nothing written", async () => {
  const text = "config: {bad:mode:   dev}\n";
  const file = stackFile(text);
  await file.set("mode", "dev");
  await file.remove("app.nope");
  expect(file.text()).toBe(text);
});

describe("generated", () => {
  const files = [
    FILE,
    "",
    "# only words\n",
    "config: {}\n",
    "encryptionsalt: v1:x:y\nconfig:\n  app: text\n",
    'config: {"bad:app": {"b.c": 1, 5: 3, "": 4, "list": [[1], {x: 1}]}}\n',
    "config:\n  other:app:\n    a: 1\n  bad:config:app: {list: [a, b]}\n",
    "config:\n  bad:app: &anchor\n    a: 0x1F\n    list: [1.10, 1e3]\n  bad:mode: *anchor\n",
    "config:\n  bad:app:\n    - a\n    - list: [1]\n",
    'config:\n  bad:app: "{\\"a\\": 1}"\n  bad:mode: |\n    two\n    lines\n',
  ];
  const paths = [
    "app",
    "app.a",
    "app[0]",
    "app[1].list[1]",
    "app.list[0]",
    "app.list[0].x",
    "app.list[2]",
    "app.list.x.y",
    'app["b.c"]',
    'app["5"]',
    'app[""]',
    "app.__proto__.x",
    "app.constructor",
    "app.secure",
    "mode.a.b",
    "new.a[0].b",
  ];
  const values = [
    "x",
    "yes",
    "010",
    "1_000",
    "null",
    "- a: b # c",
    "two\nlines\n",
    " ",
    "ä\u0000",
    7,
  ];
  const cases = files.flatMap((file, index) =>
    paths.map(
      (path, at) =>
        [file, path, values[(index * paths.length + at) % values.length] ?? ""] as const,
    ),
  );

  /** What is in the file once keys without a namespace have the project's. */
  const dataOf = (text: string) => {
    const data = (parse(text) ?? {}) as { config?: Record<string, unknown> };
    const entries = Object.entries(data.config ?? {}).map(([key, value]) => {
      const bare = key.replace(":config:", ":");
      return [bare.includes(":") ? bare : `bad:${bare}`, value] as const;
    });
    return { ...data, config: Object.fromEntries(entries) };
  };

  /** All leaves by their ways: an object that is empty, or null, is a leaf. */
  const leaves = (value: unknown, way: string[] = []): Map<string, unknown> => {
    const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
    if (inner.length === 0) return new Map([[JSON.stringify(way), value]]);
    return new Map(inner.flatMap(([key, item]) => [...leaves(item, [...way, key])]));
  };

  test(`${cases.length} changes are made and nothing else, or refused`, async () => {
    let made = 0;
    for (const [text, key, value] of cases) {
      const file = stackFile(text);
      const what = JSON.stringify([text, key, value]);
      const refused = await file.set(key, value).catch((error: Error) => error);
      if (refused) {
        expect(refused.name, what).toBe("UserError");
        expect(refused.message, what).not.toMatch(/\n/);
        expect(file.text(), what).toBe(text);
        continue;
      }
      made++;
      const [head = "", ...rest] = parsePath(key);
      const way = ["config", `bad:${head}`, ...rest].map(String);
      const after = leaves(dataOf(file.text()));
      expect(after.get(JSON.stringify(way)), what).toBe(value);
      const isElsewhere = ([at]: [string, unknown]) => {
        const other: string[] = JSON.parse(at);
        const shared = Math.min(other.length, way.length);
        return !other.slice(0, shared).every((part, index) => part === way[index]);
      };
      const others = (all: Map<string, unknown>) => new Map([...all].filter(isElsewhere));
      expect(others(after), what).toEqual(others(leaves(dataOf(text))));
    }
    expect(made).toBeGreaterThan(60);
    expect(cases.length - made).toBeGreaterThan(30);
  });

  test("removals likewise", async () => {
    for (const text of files) {
      for (const key of paths) {
        const file = stackFile(text);
        const what = JSON.stringify([text, key]);
        const refused = await file.remove(key).catch((error: Error) => error);
        if (refused) {
          expect(refused.name, what).toBe("UserError");
          expect(file.text(), what).toBe(text);
          continue;
        }
        const [head = "", ...rest] = parsePath(key);
        const list = rest.length > 0 && typeof rest.at(-1) === "number";
        const gone = JSON.stringify(["config", `bad:${head}`, ...rest].map(String));
        const [before, after] = [leaves(dataOf(text)), leaves(dataOf(file.text()))];
        // An element that goes makes room for the next one.
        if (!list) expect(after.has(gone), what).toBe(false);
        expect(after.size, what).toBeLessThanOrEqual(before.size);
      }
    }
  });
});

describe("config set, as it is called", () => {
  async function call(text: string, ...args: string[]) {
    const { path } = stackFile(text);
    const folder = join(path, "..");
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      'name: bad\nruntime: nodejs\nbackend: {url: "file://."}\n',
    );
    const stacks = join(folder, ".pulumi", "stacks", "bad");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(join(stacks, "dev.json"), '{"version": 3, "checkpoint": {}}');
    const said: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = (line) => said.push(String(line)) > 0;
    try {
      const code = await main(["config", ...args, "--cwd", folder, "--stack", "dev"]);
      return { code, said: said.join(""), text: readFileSync(path, "utf8") };
    } finally {
      process.stderr.write = write;
    }
  }

  test.each([
    [["set", "--path", "mode[0]", "x"], "mode is a text"],
    [["set", "--path", "mode.x", "hush", "--secret"], "mode is a text"],
    [["set", "--path", "a..b", "x"], "a path is written as in app.env.NAME or names[0]"],
    [["set", "--path", "[0]", "x"], "a path begins with a setting's name"],
    [["set", "--path", "a.b", "9007199254740993", "--type", "int"], "is not of the type int"],
    [["set", "--path", "a.b", "1e999", "--type", "float"], "is not of the type float"],
  ])("%j is refused in one line, and no salt is written either", async (args, message) => {
    const text = "config: {bad:mode: dev}\n";
    const { code, said, text: after } = await call(text, ...args);
    expect(said).toContain(message);
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(1);
    expect(after).toBe(text);
  });
});
