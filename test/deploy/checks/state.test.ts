import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import type { Claims } from "../../../deploy/checks/conflicts";
import { lostState } from "../../../deploy/checks/lost-state";
import { networkConflicts } from "../../../deploy/checks/networks";
import { dataElsewhere } from "../../../deploy/checks/other-engine";
import { NETWORK, type Recorded, VOLUME } from "../../../deploy/checks/recorded";
import { stateCopies } from "../../../deploy/state-copies";
import { check, failureOf } from "./look-at-engine";

const claims: Claims = {
  project: "widgets",
  stack: "dev",
  names: ["widgets-dev-app"],
  ports: [],
  volumes: [],
  networks: ["widgets-dev", "widgets-dev-data"],
};
const OWN = { "berth.project": "widgets", "berth.stack": "dev" };

const recorded = (type: string, outputs: Recorded["outputs"] = {}): Recorded => ({
  urn: `urn:pulumi:dev::widgets::${type}::it`,
  type,
  outputs,
});
const engineAt = (host: string) => recorded("pulumi:providers:docker", { host });
const BLANK = [recorded("pulumi:pulumi:Stack"), engineAt("unix:///docker.sock")];

describe("networks", () => {
  const network = (Labels: Record<string, string>, Name = "widgets-dev") => ({ Name, Labels });

  test("that the state has, or others under other names, are no conflict", () => {
    const state = [recorded(NETWORK, { name: "widgets-dev" })];
    expect(networkConflicts(claims, [network(OWN), network({}, "widgets")], state)).toEqual([]);
    expect(networkConflicts(claims, [network(OWN)], undefined)).toEqual([]);
  });

  test("of the stack itself that the state does not have", () => {
    expect(networkConflicts(claims, [network(OWN)], [])).toEqual([
      "the network widgets-dev is there, and the state of this stack does not have it: an interrupted run may have left it; remove it: docker network rm widgets-dev",
    ]);
  });

  test.each([
    [{}, "is none that Berth made"],
    [{ "com.docker.compose.project": "blog" }, "belongs to the Compose project blog"],
    [{ ...OWN, "berth.stack": "prod" }, "belongs to the stack prod of the project widgets"],
  ])("with the labels %j are named with their owner", (labels, whose) => {
    // A state that has one of the name had another one, that is gone.
    const state = [recorded(NETWORK, { name: "widgets-dev-data" })];
    expect(networkConflicts(claims, [network(labels, "widgets-dev-data")], state)).toEqual([
      `the network widgets-dev-data ${whose}; give this project or stack another name, or, where nobody needs it, remove it: docker network rm widgets-dev-data`,
    ]);
  });
});

describe("a stack that runs without its state", () => {
  const container = (name: string, State = "running") => ({
    Names: [`/widgets-dev-${name}`],
    Labels: OWN,
    Ports: [],
    Image: "app",
    State,
    Mounts: [],
  });
  const running = ["app", "database", "edge", "backup", "app-2"].map((name) => container(name));
  const look = (containers: typeof running, state: Recorded[] | undefined, copies = {}) =>
    lostState(claims, "unix:///docker.sock", { containers, services: [] }, state, () => copies);

  test("is told with the newest copy of its state", () => {
    const newest = { copy: "/p/backups/dev.1.json", state: "/p/stacks/dev.json" };
    expect(look(running, BLANK, { newest })).toEqual([
      "the state of the stack dev is empty, and the engine at unix:///docker.sock runs it: widgets-dev-app, widgets-dev-app-2, widgets-dev-backup, widgets-dev-database and 1 more; nothing was changed. Bring its state back: cp '/p/backups/dev.1.json' '/p/stacks/dev.json'; where the state is gone for good, remove what runs, and the next up takes the volumes with its data back: docker rm -f $(docker ps -aq --filter label=berth.project=widgets --filter label=berth.stack=dev) && docker network rm $(docker network ls -q --filter label=berth.project=widgets --filter label=berth.stack=dev)",
    ]);
  });

  test("without a copy here", () => {
    expect(look(running, [])[0]).toContain(
      "No copy of its state is here: deploy from where it was deployed until now, or take the state from there: pulumi stack export --stack dev --file state.json there",
    );
  });

  test("as services of a Swarm", () => {
    const services = [{ ID: "one", Spec: { Name: "widgets-dev-app", Labels: OWN } }];
    const found = { containers: [], services };
    const [line] = lostState(claims, "unix:///docker.sock", found, [], () => ({}));
    expect(line).toContain("docker service rm $(docker service ls -q --filter label=berth.project");
  });

  test.each([
    ["the state has something", running, [...BLANK, recorded(NETWORK)]],
    ["nobody can tell", running, undefined],
    ["nothing runs, as after a destroy", [], BLANK],
    ["only a creation that broke off is left", [container("app", "created")], BLANK],
    ["others run", [{ ...container("app"), Labels: { ...OWN, "berth.stack": "prod" } }], BLANK],
  ])("nothing is wrong where %s", (_, containers, state) => {
    expect(look(containers, state)).toEqual([]);
  });

  test("ends a look ahead, before anything else is said", async () => {
    const containers = () => ({ body: running });
    const { engine } = await check({ state: BLANK }, { "GET /containers/json": containers });
    expect(await failureOf(engine)).toMatch(/^the state of the stack dev is empty, [^\n]+$/);
  });
});

describe("a volume that nobody can be said to have made", () => {
  const volumes = [{ Name: "widgets-dev-mysql-data", Driver: "local", Labels: null }];
  const look = async (node: string) =>
    (
      await check(
        { state: [] },
        {
          "GET /volumes": () => ({ body: { Volumes: volumes } }),
          "GET /info": () => ({ body: { NCPU: 4, Swarm: { LocalNodeState: node } } }),
        },
      )
    ).engine;

  test("is refused, but on a node of a Swarm, which makes them so", async () => {
    expect(await failureOf(look("inactive"))).toMatch(/ is there, and Berth did not make it; /);
    expect(await failureOf(look("active"))).toBeUndefined();
  });
});

describe("copies of a state", () => {
  const FULL = { checkpoint: { latest: { resources: [recorded(NETWORK)] } } };
  const EMPTY = { checkpoint: { latest: { resources: BLANK } } };

  function project(files: Record<string, [age: number, content: unknown]>) {
    const folder = mkdtempSync(join(tmpdir(), "berth-copies-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const yaml = 'name: widgets\nruntime: nodejs\nbackend: {url: "file://."}\n';
    writeFileSync(join(folder, "Pulumi.yaml"), yaml);
    for (const [name, [age, content]] of Object.entries(files)) {
      const file = join(folder, ".pulumi", name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
      utimesSync(file, 1000 - age, 1000 - age);
    }
    return folder;
  }

  test("the newest that is whole and has anything in it", () => {
    const folder = project({
      "stacks/widgets/dev.json.bak": [1, EMPTY],
      "backups/widgets/dev/dev.3.json": [2, '{"checkpoint": '],
      "history/widgets/dev/dev-2.checkpoint.json": [3, FULL],
      "backups/widgets/dev/dev.1.json": [4, FULL],
    });
    expect(stateCopies(folder, claims, {})).toEqual({
      newest: {
        copy: join(folder, ".pulumi/history/widgets/dev/dev-2.checkpoint.json"),
        state: join(folder, ".pulumi/stacks/widgets/dev.json"),
      },
    });
  });

  test("none, and none where the state is not in a folder", () => {
    expect(stateCopies(project({}), claims, {})).toEqual({});
    const env = { PULUMI_BACKEND_URL: "s3://bucket" };
    expect(stateCopies(project({}), claims, env)).toEqual({});
  });
});

describe("another engine than the one that has the data", () => {
  const host = { address: "ssh://new", from: "DOCKER_HOST" };
  const data = ["widgets-dev-mysql-data"];
  const stack = { stack: "dev", data };
  const state = [engineAt("ssh://old"), recorded(VOLUME, { name: "widgets-dev-mysql-data" })];

  test("is refused with the way back and the way over", () => {
    expect(dataElsewhere(stack, host, [], state)).toEqual([
      "host: the data of this stack is on ssh://old (widgets-dev-mysql-data), and the engine at ssh://new (DOCKER_HOST) would begin with none; go on there: pulumi config set --stack dev host ssh://old; to move it, back it up there (./pulumiw backup now FILE --stack dev), destroy the stack there, and restore that here after an up; where that engine is gone for good: pulumi stack rm --force --preserve-config dev",
    ]);
  });

  test.each([
    ["it is the same under another address", stack, [{ Name: "widgets-dev-mysql-data" }], state],
    ["the stack has no data", { stack: "dev" }, [], state],
    ["the data was never made", stack, [], [engineAt("ssh://old")]],
    ["the volume is gone from the same engine", stack, [], [engineAt("ssh://new"), ...state]],
    ["nobody can tell", stack, [], undefined],
  ])("nothing is wrong where %s", (_, args, volumes, known) => {
    expect(dataElsewhere(args, host, volumes, known)).toEqual([]);
  });
});
