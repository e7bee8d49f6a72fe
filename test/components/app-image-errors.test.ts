import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type AppImageArgs, planBuild } from "../../components";
import { adviseBy } from "../../components/advice";
import { MESSAGES } from "../../deploy/messages";
import { workInFolderWith } from "../support/working-folder";

adviseBy(MESSAGES);

/** A path that the file system does not let anybody read. */
let refused: string | undefined;
afterEach(() => {
  refused = undefined;
});

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const guarded =
    <A extends unknown[], R>(call: (path: never, ...args: A) => R) =>
    (path: unknown, ...args: A): R => {
      if (refused !== undefined && String(path) === refused) {
        throw Object.assign(new Error(`EACCES: permission denied, '${path}'`), { code: "EACCES" });
      }
      return call(path as never, ...args);
    };
  return {
    ...fs,
    readFileSync: guarded(fs.readFileSync as never),
    readdirSync: guarded(fs.readdirSync as never),
    openSync: guarded(fs.openSync as never),
  };
});

const basics = { id: { project: "widgets", stack: "dev" }, imageName: "shop", context: "./app" };

workInFolderWith({
  "app/Dockerfile": "FROM python AS base\nFROM base AS dev\nFROM base AS prod\n",
  "app/app.py": "print('hello')\n",
});

function failureOf(args: Partial<AppImageArgs>): string | undefined {
  try {
    planBuild({ ...basics, ...args });
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ __pulumiRunError: true, stack: undefined });
    return (error as Error).message;
  }
}

test.each<[string, Partial<AppImageArgs>, string]>([
  [
    "a missing context",
    { context: "./shop" },
    "app.context: there is no folder ./shop; set it to the folder of your app: pulumi config set --stack dev --path app.context FOLDER",
  ],
  [
    "a context that is a file",
    { context: "./app/app.py" },
    "app.context: there is no folder ./app/app.py; set it to the folder of your app: pulumi config set --stack dev --path app.context FOLDER",
  ],
  [
    "a missing Dockerfile",
    { dockerfile: "docker/Dockerfile" },
    "app.dockerfile: there is no file app/docker/Dockerfile; write one, or set its path below ./app: pulumi config set --stack dev --path app.dockerfile FILE",
  ],
  [
    "a Dockerfile that is a folder",
    { dockerfile: "." },
    "app.dockerfile: there is no file app; write one, or set its path below ./app: pulumi config set --stack dev --path app.dockerfile FILE",
  ],
  [
    "a missing target",
    { target: "web" },
    "app.target: app/Dockerfile has no stage web; it has: base, dev, prod; set one of them, or take the setting away: pulumi config rm --stack dev --path app.target",
  ],
])("%s", (_, args, message) => {
  expect(failureOf(args)).toEqual(message);
});

describe("a Dockerfile is made only where there is none", () => {
  const REQUIREMENTS = "app/requirements.txt";

  test("under another letter case", () => {
    writeFileSync(REQUIREMENTS, "flask");
    writeFileSync("app/app.py", "from flask import Flask\napp = Flask(__name__)\n");
    renameSync("app/Dockerfile", "app/dockerfile");
    expect(failureOf({})).toEqual(
      "app.dockerfile: there is no file app/Dockerfile, but dockerfile; rename it, or set its name: pulumi config set --stack dev --path app.dockerfile dockerfile",
    );
  });

  test("nor a link that leads nowhere", () => {
    writeFileSync(REQUIREMENTS, "flask");
    writeFileSync("app/app.py", "from flask import Flask\napp = Flask(__name__)\n");
    rmSync("app/Dockerfile");
    symlinkSync("nowhere", "app/Dockerfile");
    expect(failureOf({})).toMatch(/^app.dockerfile: there is no file app\/Dockerfile; write one/);
  });

  test("and not for a folder without Python", () => {
    rmSync("app/Dockerfile");
    rmSync("app/app.py");
    expect(failureOf({})).toMatch(/^app.dockerfile: there is no file app\/Dockerfile; write one/);
  });
});

test("a target in a Dockerfile whose stages have no names", () => {
  writeFileSync("app/Dockerfile", "FROM python\n");
  expect(failureOf({ target: "web" })).toEqual(
    "app.target: app/Dockerfile has no stage web; it has: no named stage; set one of them, or take the setting away: pulumi config rm --stack dev --path app.target",
  );
});

test("a Dockerfile without FROM", () => {
  writeFileSync("app/Dockerfile", "# FROM python\n");
  expect(failureOf({})).toEqual(
    "app.dockerfile: app/Dockerfile has no FROM line, so there is nothing to build; begin it with one, such as FROM python:3.13-slim, or name another file: pulumi config set --stack dev --path app.dockerfile FILE",
  );
});

test("a pattern that Docker refuses", () => {
  writeFileSync("app/.dockerignore", "*.pyc\n[\n");
  expect(failureOf({})).toEqual(
    "app.context: app/.dockerignore:2: Docker refuses the pattern [: its [ has no ]; a [ itself is written \\[",
  );
});

test("an ignore file that is a folder", () => {
  mkdirSync("app/.dockerignore");
  expect(failureOf({})).toEqual("app.context: app/.dockerignore cannot be read: it is a folder");
});

describe("what cannot be read is named, with the way out", () => {
  // Root may read everything, so the file system is made to refuse.
  const refuse = (path: string) => {
    refused = path;
  };

  test.each<[string, string, string]>([
    [
      "a file",
      "app/app.py",
      "app.context: app/app.py cannot be read: permission denied; make it readable for whoever deploys, or leave it out in app/.dockerignore",
    ],
    [
      "a folder",
      "app/db",
      "app.context: app/db cannot be read: permission denied; make it readable for whoever deploys, or leave it out in app/.dockerignore",
    ],
    [
      "the Dockerfile",
      "app/Dockerfile",
      "app.dockerfile: app/Dockerfile cannot be read: permission denied; make it readable for whoever deploys",
    ],
    [
      "the ignore file",
      "app/.dockerignore",
      "app.context: app/.dockerignore cannot be read: permission denied; make it readable for whoever deploys",
    ],
  ])("%s", (_, path, message) => {
    mkdirSync("app/db");
    writeFileSync("app/.dockerignore", "*.pyc\n");
    refuse(path);
    expect(failureOf({})).toEqual(message);
  });

  test("but not where it is left out", () => {
    mkdirSync("app/db");
    writeFileSync("app/.dockerignore", "db\n");
    refuse("app/db");
    expect(failureOf({})).toBeUndefined();
  });

  test("not even where an exception may be below it", () => {
    mkdirSync("app/db");
    writeFileSync("app/.dockerignore", "db\n!**/keep.txt\n");
    refuse("app/db");
    expect(failureOf({})).toBeUndefined();
  });
});

describe("a Dockerfile that copies what the ignore file leaves out", () => {
  const IGNORE = "*.pyc\n*.txt\n!keep.txt\n";
  const prepare = (dockerfile: string, ignore = IGNORE) => {
    writeFileSync("app/Dockerfile", dockerfile);
    writeFileSync("app/.dockerignore", ignore);
    for (const path of ["requirements.txt", "keep.txt"]) writeFileSync(`app/${path}`, "");
    mkdirSync("app/docs");
    writeFileSync("app/docs/a.md", "");
  };

  test("is refused with the lines of both", () => {
    prepare("FROM python\nWORKDIR /srv\nCOPY app.py requirements.txt ./\n");
    expect(failureOf({})).toEqual(
      "app.dockerfile: line 3 of app/Dockerfile copies requirements.txt, which line 2 of app/.dockerignore leaves out: *.txt; take that line away, or add one at the end: !requirements.txt",
    );
  });

  test.each<[string, string, string?]>([
    ["a folder", "FROM python\nCOPY ./docs/ /docs/\n", "docs\n"],
    ["a list", 'FROM python\nCOPY ["requirements.txt", "/srv/"]\n'],
    ["an ADD", "FROM python\nADD --chown=1:1 requirements.txt /srv/\n"],
    ["a stage that the last one needs", "FROM a AS B\nCOPY requirements.txt .\nFROM b\n"],
    [
      "a stage that files are taken from",
      "FROM a AS b\nCOPY requirements.txt .\nFROM c\nCOPY --from=b /x /y\n",
    ],
  ])("is refused also with %s", (_, dockerfile, ignore) => {
    prepare(dockerfile, ignore);
    expect(failureOf({})).toMatch(/^app\.dockerfile: line 2 of .* leaves out: /);
  });

  test.each<[string, string, string?]>([
    ["what an exception takes back", "FROM python\nCOPY keep.txt .\n"],
    ["a folder of which something is left", "FROM python\nCOPY docs .\n", "docs\n!docs/a.md\n"],
    ["a stage that nothing needs", "FROM a AS b\nCOPY requirements.txt .\nFROM c\n"],
    ["what comes from elsewhere", "FROM a\nCOPY --from=b requirements.txt .\n"],
    ["a pattern", "FROM a\nCOPY requirements.tx[t] .\n"],
    ["a file that is not there at all", "FROM a\nCOPY other.txt .\n"],
    ["the Dockerfile", "FROM a\nCOPY Dockerfile .\n", "Dockerfile\n"],
  ])("is left alone with %s", (_, dockerfile, ignore) => {
    prepare(dockerfile, ignore);
    expect(failureOf({})).toBeUndefined();
  });
});
