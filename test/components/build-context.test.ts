import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stageContext } from "../../components/build-context";

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

const stage = (dockerfile = "Dockerfile", text = "FROM scratch\nLABEL a=1\n") =>
  stageContext({ context: inApp(""), dockerfile: inApp(dockerfile), text }, inStage(""));

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

  test("links as links, also where they lead nowhere", () => {
    symlinkSync("app.py", inApp("main.py"));
    symlinkSync("/nowhere", inApp("dangling"));
    stage();
    expect(readlinkSync(inStage("main.py"))).toBe("app.py");
    expect(readlinkSync(inStage("dangling"))).toBe("/nowhere");
  });

  test("files with the modes that git keeps", () => {
    write("private.py", "", 0o600);
    write("run.sh", "", 0o700);
    stage();
    const modeOf = (path: string) => lstatSync(inStage(path)).mode & 0o777;
    expect([modeOf("app.py"), modeOf("private.py"), modeOf("run.sh")]).toEqual([
      0o644, 0o644, 0o755,
    ]);
    expect(statSync(inApp("private.py")).mode & 0o777).toBe(0o600);
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
    const build = () =>
      stageContext({ context: inApp(""), dockerfile: inApp("Dockerfile"), text: "" }, folder);
    const first = build().digest;
    expect(build().digest).toBe(first);
    expect(readdirSync(folder).sort()).toEqual(["Dockerfile", "app.py"]);
    expect(statSync(inApp(".berth")).mode & 0o777).toBe(0o700);
  });

  test("in a folder that was open to others before, for its owner alone", () => {
    mkdirSync(join(root, ".berth"), { mode: 0o755 });
    const source = { context: inApp(""), dockerfile: inApp("Dockerfile"), text: "" };
    stageContext(source, join(root, ".berth/widgets-dev"));
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
    ["mode bits that git does not keep", () => chmodSync(inApp("app.py"), 0o600)],
    ["times", () => utimesSync(inApp("app.py"), 1, 1)],
    ["an ignored file", () => write("a.log", "new")],
    ["comments in the ignore file", () => write(".dockerignore", "# logs\n*.log\n")],
  ])("does not change with %s", (_, change) => {
    write(".dockerignore", "*.log\n");
    expect(changes(change)).toBe(false);
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
    const again = stageContext(
      {
        context: inStage(""),
        dockerfile: inStage("Dockerfile"),
        text: "FROM scratch\nLABEL a=1\n",
      },
      elsewhere,
    );
    expect(again.digest).toBe(here);
  });
});
