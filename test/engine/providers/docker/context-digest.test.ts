import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { contextDigest } from "../../../../engine/providers/docker/image/context-digest";
import { goFileMode } from "../../../../engine/providers/docker/image/file-mode";

const IGNORED = `# comment
**/*.pyc
  node_modules  
/logs/*
!logs/keep.log
keep
!keep/sub/file
`;

/** Path, content and mode; what the official provider was asked for the digest of. */
const FILES: [string, string, number][] = [
  ["app/Dockerfile", "FROM scratch", 0o644],
  ["app/src.txt", "beside the folder", 0o644],
  ["app/src/main.py", "print(1)", 0o755],
  ["app/src/deep/cache.pyc", "x", 0o644],
  ["app/src/deep/kept.py", "y", 0o600],
  ["app/src/suid", "z", 0o4711],
  ["app/node_modules/x/i.js", "1", 0o644],
  ["app/logs/a.log", "a", 0o644],
  ["app/logs/keep.log", "k", 0o644],
  ["app/keep/secret.env", "s", 0o644],
  ["app/keep/sub/file", "f", 0o644],
  ["app/ünï.txt", "ü", 0o644],
  ["app/.dockerignore", IGNORED, 0o644],
  ["app/special.Dockerfile", "FROM scratch", 0o644],
  ["app/special.Dockerfile.dockerignore", "*.txt\n", 0o644],
  ["outside/Dockerfile", "FROM scratch", 0o644],
];

describe("the context digest", () => {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "berth-digest-"));

  beforeAll(() => {
    // Links are resolved relative to the project's folder, where the official provider runs too.
    process.chdir(folder);
    for (const [path, content, mode] of FILES) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      chmodSync(path, mode);
    }
    symlinkSync("src.txt", "app/link");
    symlinkSync("src", "app/folder-link");
    symlinkSync("../src.txt", "app/src/up-link");
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["app", "app/Dockerfile", "b7726d27ae36e2dc60817bd55e105c74d3e44b31c157f5ebbee6fea12849f825"],
    [
      "app",
      "app/special.Dockerfile",
      "dc90d2d30ebdcd6b6dfd6d6510d869ce4f3ebdf12ee9c6d2e46d44e995121db7",
    ],
    [
      "app/src",
      "outside/Dockerfile",
      "33b6744705ebfcb954c7084b2c7903dd646f5e668c9261a055e20e791af8d792",
    ],
  ])("of %s with %s is the official provider's", (context, dockerfile, expected) => {
    expect(contextDigest(context, dockerfile)).toBe(expected);
  });

  it("changes with a mode alone, not with an ignored file", () => {
    const before = contextDigest("app", "app/Dockerfile");
    writeFileSync("app/logs/b.log", "new");
    expect(contextDigest("app", "app/Dockerfile")).toBe(before);
    chmodSync("app/src.txt", 0o755);
    expect(contextDigest("app", "app/Dockerfile")).not.toBe(before);
  });
});

describe("a file's mode in Go's letters", () => {
  it.each([
    [0o100644, "-rw-r--r--"],
    [0o100755, "-rwxr-xr-x"],
    [0o104711, "urwx--x--x"],
    [0o102755, "grwxr-xr-x"],
    [0o120777, "Lrwxrwxrwx"],
    [0o041777, "dtrwxrwxrwx"],
    [0o010600, "prw-------"],
    [0o020600, "Dcrw-------"],
  ])("%o is %s", (mode, text) => {
    expect(goFileMode(mode)).toBe(text);
  });
});
