import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { readContext, withDockerfile } from "../../../components/app/build-context";
import { stageContext } from "../../../components/app/staged-context";
import { ContextError } from "../../../docker/context/context-error";
import { buildContext } from "../../../engine/providers/docker/image/build-context";
import { listEntries, listFolder, withoutBuildFiles } from "../../support/context-listing";
import type { DockerAnswer } from "../../support/docker-answers";
import { RECORDED } from "../../support/docker-answers";
import { CONTEXTS, generateContext, writeContext } from "../../support/generated-contexts";
import { entriesIn } from "../../support/tar-entries";

/** What `docker build` made of each context: test/support/record-contexts.ts asked it. */
const ANSWERS: DockerAnswer[] = JSON.parse(readFileSync(RECORDED, "utf8"));

const seeds = ANSWERS.map((answer, seed) => ({ seed, answer }));
const accepted = seeds.flatMap(({ seed, answer }) =>
  answer === "refused" ? [] : [{ seed, answer }],
);

let root = "";
const inRoot = (path: string) => join(root, path);
const umask = process.umask();

// Thousands of small files: in memory, where that is to be had.
const HOME = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

beforeEach(() => {
  root = mkdtempSync(join(HOME, "berth-generated-"));
  mkdirSync(inRoot("context"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
afterAll(() => process.umask(umask));

function write(seed: number) {
  process.umask(umask);
  const context = generateContext(seed);
  writeContext(context, inRoot("context"));
  // What is staged has the files' modes, whatever a new file would get.
  process.umask(0o077);
  return { context, dockerfile: inRoot(`context/${context.dockerfile}`) };
}

const read = (dockerfile: string) =>
  readContext({ context: inRoot("context"), dockerfile }, inRoot("work"));

test("the docker client was asked about all of them", () => {
  expect(ANSWERS).toHaveLength(CONTEXTS);
  expect(accepted.length).toBeGreaterThan(200);
});

describe("an image is made of what docker build makes it of", () => {
  test.each(accepted)("context $seed", ({ seed, answer }) => {
    const { context, dockerfile } = write(seed);
    const found = read(dockerfile);
    const listing = listEntries(withDockerfile(found, ""));
    expect(withoutBuildFiles(listing, context)).toEqual(answer);

    const staged = stageContext(found, inRoot("work/app"), "", "FROM app\n");
    if (staged.isBuiltAhead) expect(answer.join()).toContain(" -> ");
    else expect(withoutBuildFiles(listFolder(staged.context), context)).toEqual(answer);
  });
});

test.each(accepted.filter(({ seed }) => seed % 10 === 0))(
  "the archive of the embedded engine for context $seed is the same",
  async ({ seed, answer }) => {
    const { context, dockerfile } = write(seed);
    const { archive } = buildContext(inRoot("context"), dockerfile);
    const listing = listEntries(await entriesIn(archive));
    expect(withoutBuildFiles(listing, context)).toEqual(answer);
  },
);

test.each(seeds.filter(({ answer }) => answer === "refused"))(
  "context $seed is refused, as docker build refuses it",
  ({ seed }) => {
    const { dockerfile } = write(seed);
    expect(() => read(dockerfile)).toThrow(ContextError);
  },
);
