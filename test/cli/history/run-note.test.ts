import { execFileSync } from "node:child_process";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pastOf, probesOf } from "../../../cli/history/past";
import { keepNote, whoIs } from "../../../cli/history/run-note";
import { findProject } from "../../../shared/project";
import { folderWith } from "../fakes";

const PROBE = { path: "/", requests: 412, failures: 0, slowest: 31 };
const HISTORY = ".pulumi/history/widgets/prod/prod-";
const run = (seconds: number, result = "succeeded") => ({
  ...{ kind: "update", startTime: seconds, endTime: seconds + 9, result },
});
const FILES = {
  "Pulumi.yaml": "name: widgets\nruntime: nodejs\n",
  ".pulumi/stacks/widgets/prod.json": "{}",
  [`${HISTORY}1769853642000000000.history.json`]: JSON.stringify(run(1769853633)),
  [`${HISTORY}1769853642000000000.checkpoint.json`]: JSON.stringify({
    checkpoint: {
      latest: { resources: [{ type: "pulumi:pulumi:Stack", outputs: { image: "sha256:a1" } }] },
    },
  }),
  [`${HISTORY}1769850000000000000.history.json`]: JSON.stringify(run(1769849991)),
};

function noted(began: number, env: NodeJS.ProcessEnv = {}, files: object = {}) {
  const folder = folderWith({ ...FILES, ...files });
  const all = { PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_HOME: folder, ...env };
  keepNote({ stack: "prod", cwd: folder }, all, began, PROBE);
  const project = findProject(folder);
  if (!project) throw new Error("no project");
  const state = join(folder, ".pulumi/stacks/widgets/prod.json");
  return { state, project, id: { project: "widgets", stack: "prod" } };
}

test("a note is kept beside the run that has ended, and read with it", () => {
  const place = noted(1769853633_000, { GITHUB_ACTOR: "ada" });
  const [newest, older] = pastOf(place, 20);
  expect(newest).toMatchObject({ seconds: 9, who: "ada", probe: PROBE });
  expect(older).toMatchObject({ who: undefined, probe: undefined });
  expect([...probesOf(place)]).toEqual([["sha256:a1", PROBE]]);
});

test("requests of a rollout that failed are none of the release before, which stayed", () => {
  const failed = {
    [`${HISTORY}1769853642000000000.history.json`]: JSON.stringify(run(1, "failed")),
  };
  const place = noted(1769853633_000, {}, failed);
  expect(pastOf(place, 1)[0]?.probe).toEqual(PROBE);
  expect([...probesOf(place)]).toEqual([]);
});

test("none is kept of a command that made no run, or whose state is elsewhere", () => {
  expect(pastOf(noted(1769853643_000), 1)[0]?.probe).toBeUndefined();
  const elsewhere = noted(0, { PULUMI_BACKEND_URL: "s3://bucket" });
  expect(pastOf(elsewhere, 1)[0]?.probe).toBeUndefined();
});

test("who gives a command is the person, also behind sudo and a pipeline", () => {
  expect(whoIs({})).toBe(`${userInfo().username}@${hostname()}`);
  expect(whoIs({ SUDO_USER: "ada" })).toBe(`ada@${hostname()}`);
  expect(whoIs({ GITLAB_USER_LOGIN: "eve", SUDO_USER: "ada" })).toBe("eve");
});

test.runIf(process.getuid?.() === 0)("a user without a name is known by number", () => {
  const root = join(__dirname, "../../..");
  const script = `console.log(require("${root}/cli/history/run-note").whoIs({}))`;
  const args = [
    "--require",
    `${root}/engine/typescript-hook.cjs`,
    "-e",
    `process.setuid(54321);${script}`,
  ];
  expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe(
    `uid-54321@${hostname()}\n`,
  );
});
