import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const requireHere = createRequire(__filename);
const { dockerAnswers } = requireHere("../../engine/protocol/second-look-docker.cjs");

type Done = (error: unknown, data?: unknown) => void;
type Question = { method: string; path: string; options?: unknown };

/** A Docker client whose engine answers as it is told, and what looks again at its answers. */
function watched(answer: (question: Question, engine: string, done: Done) => void) {
  class Modem {
    constructor(readonly engine = "one") {}
    dial(question: Question, done: Done) {
      answer(question, this.engine, done);
    }
  }
  const docker = dockerAnswers(() => {});
  docker.watch(Modem);
  const changed: (limitMs?: number) => Promise<string | undefined> = docker.changed;
  return { Modem, changed };
}

const list = (label: string) => ({
  method: "GET",
  path: "/containers/json?",
  options: { filters: { label } },
});

test("each question to Docker is asked again, also one whose answer was another one's", async () => {
  const there: string[] = [];
  const { Modem, changed } = watched(({ options }, engine, done) => {
    const asked = JSON.stringify(options);
    done(null, there.includes(engine) || there.some((it) => asked.includes(it)) ? ["x"] : []);
  });
  const modem = new Modem();
  for (const label of ["web", "db"]) modem.dial(list(label), () => {});
  new Modem("other").dial(list("db"), () => {});
  expect(await changed()).toBeUndefined();
  there.push("web");
  expect(await changed()).toBe("Docker's answer to /containers/json? has changed");
  there[0] = "one";
  expect(await changed()).toBe("Docker's answer to /containers/json? has changed");
});

test("a Docker engine that does not answer any more is not waited for", async () => {
  let hangs = false;
  const { Modem, changed } = watched((_, __, done) => {
    if (!hangs) done(null, []);
  });
  new Modem().dial(list("web"), () => {});
  hangs = true;
  expect(await changed(1)).toBe("Docker's answer to /containers/json? has changed");
});

test("what Docker streams is told of, and not compared: it may have no end", async () => {
  const left: string[] = [];
  const socket: { self?: unknown } = {};
  socket.self = socket;
  class Modem {
    dial(_: Question, done: Done) {
      done(null, socket);
    }
  }
  const docker = dockerAnswers((reason: string) => left.push(reason));
  docker.watch(Modem);
  const got = await new Promise((resolve) => {
    const path = "/containers/db/archive?";
    new Modem().dial({ method: "GET", path, isStream: true } as Question, (_, data) =>
      resolve(data),
    );
  });
  expect(got).toBe(socket);
  expect(left).toEqual(["the program asks Docker for GET /containers/db/archive?"]);
  expect(await docker.changed()).toBeUndefined();
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-look-"));
  mkdirSync(join(folder, "below"));
  writeFileSync(join(folder, "a note"), "first");
  // Who has loaded an ES module before has the functions of then.
  writeFileSync(join(folder, "early.mjs"), `import "node:child_process";`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a process of its own finds changed, that has looked at files, then changed some. */
function changedAfter(looking: string, change: string): string {
  const url = (name: string) => JSON.stringify(new URL(name, `file://${folder}/`).href);
  writeFileSync(join(folder, "program.mjs"), looking);
  const program = `
    const fs = require("node:fs");
    const { watch } = require(${JSON.stringify(requireHere.resolve("../../engine/protocol/second-look.cjs"))});
    (async () => {
      await import(${url("early.mjs")});
      const look = watch("engine", () => ({ isDryRun: () => true }));
      await import(${url("program.mjs")});
      ${change};
      process.stdout.write(String(await look()));
    })();`;
  return execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
}

test.each([
  ["by its address", `fs.readFileSync(new URL("a%20note", import.meta.url));`],
  ["to copy it", `fs.copyFileSync("a note", "below/copy");`],
])("a program looked at a file %s", (_, looking) => {
  const imports = `import fs from "node:fs";`;
  expect(changedAfter(imports + looking, "")).toBe("undefined");
  expect(changedAfter(imports + looking, `fs.appendFileSync("a note", "more")`)).toMatch(
    /a note has changed$/,
  );
});

test.each([
  ["lists folders within folders", `fs.readdirSync(".", { recursive: true });`, /all of \.$/],
  ["copies folders", `fs.cpSync("below", "copied", { recursive: true });`, /all of below$/],
  ["starts another by a function's name", `execSync("true");`, /started true$/],
])("a program that %s runs again", (_, looking, reason) => {
  const imports = `import fs from "node:fs"; import { execSync } from "node:child_process";`;
  expect(changedAfter(imports + looking, "")).toMatch(reason);
});
