import { createRequire } from "node:module";
import { expect, test } from "vitest";

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
