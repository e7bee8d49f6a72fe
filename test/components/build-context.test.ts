import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readContext } from "../../components/app/build-context";
import { stageContext } from "../../components/app/staged-context";

let root = "";
const inApp = (path: string) => join(root, "app", path);
const inStage = (path: string) => join(root, "staged", path);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "berth-context-"));
  write("Dockerfile", "FROM scratch\n");
  write("app.py", "print('hello')\n");
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Buffer, mode = 0o644) {
  mkdirSync(dirname(inApp(path)), { recursive: true });
  writeFileSync(inApp(path), content);
  chmodSync(inApp(path), mode);
}

const AHEAD = "FROM app:1\n";

function stageInto(folder: string, text: string, context: string, dockerfile: string) {
  const read = readContext({ context, dockerfile }, folder);
  return { ...stageContext(read, folder, text, AHEAD), digest: read.digest(text) };
}

const stage = (dockerfile = "Dockerfile", text = "FROM scratch\nLABEL a=1\n") =>
  stageInto(inStage(""), text, inApp(""), inApp(dockerfile));

const staged = () => readdirSync(inStage(""), { recursive: true }).sort();

/** Whether a change of the app makes another digest. */
function changes(change: () => void): boolean {
  const before = stage().digest;
  expect(stage().digest).toBe(before);
  change();
  return stage().digest !== before;
}

describe("what is staged", () => {
  test("the context and the given Dockerfile, which leaves the app's own alone", () => {
    write("static/site.css", "body {}");
    const { context, dockerfile } = stage();

    expect(context).toBe(inStage(""));
    expect(dockerfile).toBe(inStage("Dockerfile"));
    expect(staged()).toEqual(["Dockerfile", "app.py", "static", "static/site.css"]);
    expect(readFileSync(dockerfile, "utf8")).toBe("FROM scratch\nLABEL a=1\n");
    expect(readFileSync(inApp("Dockerfile"), "utf8")).toBe("FROM scratch\n");
  });

  test("the same folder again, as long as its files are the same ones", () => {
    const old = new Date("2026-01-01T10:00:00Z");
    const wasStagedAnew = (change: () => void) => {
      writeFileSync(inStage("mark"), "");
      change();
      stage();
      return !existsSync(inStage("mark"));
    };
    for (const path of ["Dockerfile", "app.py"]) utimesSync(inApp(path), old, old);
    stage();
    expect(wasStagedAnew(() => {})).toBe(false);
    // Another file of the same content: what was linked may get another one outside of the app.
    const replaced = () => {
      copyFileSync(inApp("app.py"), inApp("new.py"));
      utimesSync(inApp("new.py"), old, old);
      renameSync(inApp("app.py"), join(root, "elsewhere.py"));
      renameSync(inApp("new.py"), inApp("app.py"));
    };
    expect(wasStagedAnew(replaced)).toBe(true);
    expect(wasStagedAnew(() => {})).toBe(false);
    expect(wasStagedAnew(() => rmSync(inStage("Dockerfile")))).toBe(true);
    expect(stage("Dockerfile", "FROM other\n").digest).not.toBe(stage().digest);
    expect(readFileSync(inStage("Dockerfile"), "utf8")).toBe("FROM scratch\nLABEL a=1\n");
  });

  test("nothing of what was staged before", () => {
    write("old.py", "");
    stage();
    rmSync(inApp("old.py"));
    stage();
    expect(staged()).toEqual(["Dockerfile", "app.py"]);
  });

  test("not what the ignore file leaves out, but what it takes back in", () => {
    write(".dockerignore", "*.log\n.git\ndata/*\n!data/keep.txt\n# app.py\n");
    for (const path of ["a.log", ".git/HEAD", "data/big.bin", "data/keep.txt"]) write(path, "");
    stage();
    expect(staged()).toEqual(["Dockerfile", "app.py", "data", "data/keep.txt"]);
  });

  test("the Dockerfile's own ignore file goes before that of the context", () => {
    write(".dockerignore", "app.py\n");
    write("Dockerfile.dockerignore", "*.dockerignore\nother.py\n");
    write("other.py", "");
    stage();
    expect(staged()).toEqual(["Dockerfile", "app.py"]);
  });

  test("links as links", () => {
    symlinkSync("app.py", inApp("main.py"));
    expect(stage().isBuiltAhead).toBe(false);
    expect(readlinkSync(inStage("main.py"))).toBe("app.py");
  });

  test.each<[string, () => void]>([
    ["a link that leads nowhere", () => symlinkSync("/nowhere", inApp("link"))],
    ["links in a circle", () => symlinkSync("link", inApp("link"))],
    ["a named pipe", () => execFileSync("mkfifo", [inApp("pipe")])],
  ])("only the name of an image that was built ahead, for %s", (_, make) => {
    make();
    const { isBuiltAhead, dockerfile } = stage();
    expect(isBuiltAhead).toBe(true);
    expect(dockerfile).toBe(inStage("Dockerfile"));
    expect(staged()).toEqual(["Dockerfile"]);
    expect(readFileSync(dockerfile, "utf8")).toBe(AHEAD);
  });

  test("nothing of a socket, which means nothing without its process", async () => {
    const server = createServer().listen(inApp("app.sock"));
    await once(server, "listening");
    const { isBuiltAhead } = stage();
    server.close();
    expect(isBuiltAhead).toBe(false);
    expect(staged()).toEqual(["Dockerfile", "app.py"]);
  });

  test("files and folders with their own modes, whatever new ones would get", () => {
    const umask = process.umask(0o077);
    write("private.py", "", 0o600);
    write("run.sh", "", 0o755);
    write("folder/shared.py", "", 0o664);
    chmodSync(inApp("folder"), 0o555);
    stage();
    // What cannot be written to is staged anew all the same.
    stage();
    process.umask(umask);
    const modeOf = (path: string) => lstatSync(inStage(path)).mode & 0o777;
    const paths = ["app.py", "private.py", "run.sh", "folder", "folder/shared.py"];
    expect(paths.map(modeOf)).toEqual([0o644, 0o600, 0o755, 0o555, 0o664]);
    for (const folder of [inApp("folder"), inStage("folder")]) chmodSync(folder, 0o755);
  });

  test("names of any bytes, also anew", () => {
    const name = Buffer.from("caf\xe9.txt", "latin1");
    writeFileSync(Buffer.concat([Buffer.from(`${inApp("")}/`), name]), "x");
    stage();
    expect(stage().isBuiltAhead).toBe(false);
    expect(readdirSync(inStage(""), { encoding: "buffer" })).toContainEqual(name);
  });

  test("a Dockerfile below the context stays where it is, one from outside comes to the top", () => {
    write("deploy/prod.Dockerfile", "FROM scratch\n");
    expect(stage("deploy/prod.Dockerfile").dockerfile).toBe(inStage("deploy/prod.Dockerfile"));
    writeFileSync(join(root, "outside.Dockerfile"), "FROM scratch\n");
    expect(stage("../outside.Dockerfile").dockerfile).toBe(inStage("Dockerfile"));
  });

  test("a Dockerfile in a linked folder is left alone too", () => {
    write("deploy/Dockerfile", "FROM scratch\n");
    symlinkSync("deploy", inApp("docker"));
    const { dockerfile } = stage("docker/Dockerfile");
    expect(readFileSync(inApp("deploy/Dockerfile"), "utf8")).toBe("FROM scratch\n");
    expect(readFileSync(dockerfile, "utf8")).toBe("FROM scratch\nLABEL a=1\n");
  });

  test("never the staged folder itself, where it is below the context", () => {
    const folder = inApp(".berth/widgets-dev");
    const build = () => stageInto(folder, "", inApp(""), inApp("Dockerfile"));
    const first = build().digest;
    expect(build().digest).toBe(first);
    expect(readdirSync(folder).sort()).toEqual(["Dockerfile", "app.py"]);
    expect(statSync(inApp(".berth")).mode & 0o777).toBe(0o700);
  });

  test("in a folder that was open to others before, for its owner alone", () => {
    mkdirSync(join(root, ".berth"), { mode: 0o755 });
    stageInto(join(root, ".berth/widgets-dev"), "", inApp(""), inApp("Dockerfile"));
    expect(statSync(join(root, ".berth")).mode & 0o777).toBe(0o700);
  });

  describe("of a project's own folder", () => {
    const beside = [
      ".berth/other/app.py",
      ".git/HEAD",
      ".pulumi/stacks/dev.json",
      "Pulumi.dev.yaml",
      "node_modules/lib/index.js",
    ];
    const alike = ["Pulumi.md", "web/Pulumi.yaml", "web/node_modules/lib/index.js"];

    test("only the app, not what lies beside it", () => {
      for (const path of ["Pulumi.yaml", ...beside, ...alike]) write(path, "");
      stage();
      expect(staged()).toEqual([
        "Dockerfile",
        "Pulumi.md",
        "app.py",
        "web",
        "web/Pulumi.yaml",
        "web/node_modules",
        "web/node_modules/lib",
        "web/node_modules/lib/index.js",
      ]);
    });

    test("only the app, where the project that is deployed lies below it", () => {
      vi.spyOn(process, "cwd").mockReturnValue(inApp("deploy"));
      for (const path of ["Pulumi.yaml", ...beside]) write(`deploy/${path}`, "");
      write("deploy/notes.md", "");
      stage();
      expect(staged().filter((path) => String(path).startsWith("deploy"))).toEqual([
        "deploy",
        "deploy/notes.md",
      ]);
      vi.restoreAllMocks();
    });

    test("all of the same names, where the folder is no project's", () => {
      for (const path of beside) write(path, "");
      stage();
      expect(staged()).toEqual(expect.arrayContaining(beside));
    });
  });
});

describe("the digest", () => {
  test.each<[string, () => void]>([
    ["a content", () => write("app.py", "print('bye')\n")],
    ["a new file", () => write("new.py", "")],
    ["an empty folder", () => mkdirSync(inApp("folder"))],
    ["a mode that git does not give", () => chmodSync(inApp("app.py"), 0o600)],
    ["a file that may be executed", () => chmodSync(inApp("app.py"), 0o755)],
    [
      "a link in place of the file",
      () => {
        rmSync(inApp("app.py"));
        symlinkSync("print('hello')\n", inApp("app.py"));
      },
    ],
  ])("changes with %s", (_, change) => {
    expect(changes(change)).toBe(true);
  });

  test("changes with the Dockerfile's text and a link's target", () => {
    symlinkSync("app.py", inApp("main.py"));
    const before = stage().digest;
    expect(stage("Dockerfile", "FROM scratch\nLABEL a=2\n").digest).not.toBe(before);
    rmSync(inApp("main.py"));
    symlinkSync("other.py", inApp("main.py"));
    expect(stage().digest).not.toBe(before);
  });

  test.each<[string, () => void]>([
    ["times", () => utimesSync(inApp("app.py"), 1, 1)],
    ["an ignored file", () => write("a.log", "new")],
    ["comments in the ignore file", () => write(".dockerignore", "# logs\n*.log\n")],
  ])("does not change with %s", (_, change) => {
    write(".dockerignore", "*.log\n");
    expect(changes(change)).toBe(false);
  });

  test("changes with a folder's mode", () => {
    mkdirSync(inApp("folder"), { mode: 0o755 });
    expect(changes(() => chmodSync(inApp("folder"), 0o700))).toBe(true);
  });

  test("is that of the whole content, also of a file that is read in pieces", () => {
    const big = Buffer.alloc(2 * 1024 * 1024 + 5, "0123456789");
    write("big.bin", big);
    const text = "FROM scratch\nLABEL a=1\n";
    const hash = createHash("sha256")
      .update("Dockerfile\0file\0app.py\0file\0print('hello')\n")
      .update("big.bin\0file\0")
      .update(big)
      .update(text);
    expect(stage("Dockerfile", text).digest).toBe(hash.digest("hex"));
  });

  test("does not depend on where the context is", () => {
    const here = stage().digest;
    const elsewhere = join(root, "elsewhere");
    const text = "FROM scratch\nLABEL a=1\n";
    const again = stageInto(elsewhere, text, inStage(""), inStage("Dockerfile"));
    expect(again.digest).toBe(here);
  });
});
