import { describe, expect, it, test } from "vitest";
import type { Effect } from "../../../cli/impact/effect";
import { impactsOf } from "../../../cli/impact/impact";
import { impactTable } from "../../../cli/impact/table";
import type { PlannedState } from "../../../shared/planned-step";
import { plans } from "./recorded-plans";

const impacts = (plan: string) => impactsOf(plans[plan] ?? []);
const BESIDE = "nothing: the new one is healthy before the old one goes";
const RESTARTS = "the database is away while it restarts, for about 3 s";
const LEFT = "its data stays on the engine, and nothing of the stack uses it any more";

/** Plans of the official CLI for a prod stack with MySQL, and what docs/rollouts.md says of each change. */
test.each<[string, [part: string, felt: string, effect: Effect][]]>([
  ["no change", []],
  ["edge.drain", []],
  [
    "a new stack",
    [
      ["database", "nothing", "nothing"],
      ["app", "nothing", "nothing"],
      ["edge", "nothing", "nothing"],
    ],
  ],
  ["app.env", [["app", BESIDE, "nothing"]]],
  ["more replicas", [["app", "nothing", "nothing"]]],
  ["app.port", [["edge", "the port is closed for about 1 s", "downtime"]]],
  [
    "domain",
    [
      ["app", BESIDE, "nothing"],
      ["edge", "the port is closed for about 1 s", "downtime"],
      ["certificates", "a new certificate is asked for", "nothing"],
    ],
  ],
  ["database.limits.memory", [["database", RESTARTS, "downtime"]]],
  ["database.config", [["database", RESTARTS, "downtime"]]],
  [
    "logs.maxFile",
    [
      ["database", RESTARTS, "downtime"],
      ["app", BESIDE, "nothing"],
      ["edge", "the port is closed for about 1 s", "downtime"],
    ],
  ],
  ["rollout recreate", [["app", "the app is away until the new one has started", "downtime"]]],
  [
    "database none",
    [
      ["app", BESIDE, "nothing"],
      ["database", "the database is gone; what becomes of its data is said below", "downtime"],
      ["volume shop-prod-mysql-data", LEFT, "nothing"],
    ],
  ],
  [
    "another database engine",
    [
      ["database", RESTARTS, "downtime"],
      ["app", BESIDE, "nothing"],
      ["volume shop-prod-mysql-data", LEFT, "nothing"],
    ],
  ],
  [
    "database.keepData false",
    [["volume shop-prod-mysql-data", "nothing now; a later destroy deletes its data", "nothing"]],
  ],
])("%s", (plan, expected) => {
  expect(plans[plan]).toBeDefined();
  expect(impacts(plan).map(({ part, felt, effect }) => [part, felt, effect])).toEqual(expected);
});

const URN = "urn:pulumi:prod::shop::berth:docker:WebApp";

const state = (urn: string, role: string, more: object = {}, retainOnDelete = false) =>
  ({
    urn,
    inputs: { name: `shop-prod-${role}`, labels: [{ label: "berth.role", value: role }], ...more },
    retainOnDelete,
  }) satisfies PlannedState;

function step(op: string, type: string, role: string, more: object = {}, diffs: string[] = []) {
  const urn = `${URN}$${type}::${role}`;
  const own = state(urn, role, more);
  return { op, urn, diffs, old: own, new: own };
}

describe("a service of a Swarm", () => {
  const SERVICE = "docker:index/service:Service";
  const updated = (role: string, order: string, diff = "taskSpec.containerSpec.image") =>
    impactsOf([step("update", SERVICE, role, { updateConfig: { order } }, [diff])])[0];

  it("whose new tasks start first is not away", () => {
    expect(updated("app", "start-first")).toMatchObject({ felt: "nothing", effect: "nothing" });
  });

  it("whose old tasks stop first is away", () => {
    expect(updated("edge", "stop-first")).toMatchObject({
      change: "updated, stop-first (taskSpec.containerSpec.image)",
      felt: "the port is closed for about 1 s",
      effect: "downtime",
    });
  });

  it("with another number of tasks goes on", () => {
    expect(updated("app", "stop-first", "mode.replicated.replicas")).toMatchObject({
      effect: "nothing",
    });
  });
});

test("no backup being made for a moment is no downtime", () => {
  const urn = "urn:pulumi:prod::shop::berth:docker:Backup$docker:index/container:Container::backup";
  const own = state(urn, "backup");
  const plan = ["delete-replaced", "create-replacement"].map((op) => {
    return { op, urn, diffs: ["memory"], old: own, new: own };
  });
  expect(impactsOf(plan)).toEqual([
    {
      ...{ part: "backup", change: "replaced, stop-first (memory)" },
      ...{ felt: "no backup is made until the new one has started", effect: "nothing" },
    },
  ]);
});

describe("volumes", () => {
  const TYPE = "berth:docker:DataVolume$docker:index/volume:Volume";

  it("that are not kept lose their data", () => {
    expect(impactsOf([step("delete", TYPE, "uploads")])).toEqual([
      {
        part: "volume shop-prod-uploads",
        change: "deleted",
        felt: "its data is deleted",
        effect: "data-loss",
      },
    ]);
  });

  it("of an edge's routes and of secrets are written again", () => {
    const secrets = "berth:docker:SecretFiles$docker:index/volume:Volume";
    expect(
      impactsOf([step("delete", TYPE, "routes"), step("delete", secrets, "app-secrets")]),
    ).toEqual([]);
  });
});

test("a network that is replaced takes everything on it along", () => {
  const network = step("create-replacement", "docker:index/network:Network", "network", {}, [
    "internal",
  ]);
  expect(impactsOf([network])).toMatchObject([{ part: "network", effect: "downtime" }]);
});

test("a job runs", () => {
  const urn = "urn:pulumi:prod::shop::berth:docker:Job$docker:index/container:Container::migrate";
  const run = { op: "create", urn, diffs: [], new: state(urn, "migrate") };
  expect(impactsOf([run])).toMatchObject([{ part: "migrate", change: "runs", effect: "nothing" }]);
  const removal = { op: "delete", urn, diffs: [], old: state(urn, "migrate") };
  expect(impactsOf([removal])).toMatchObject([{ change: "removed", felt: "nothing" }]);
});

describe("the table", () => {
  it("has a line for each part", () => {
    expect(impactTable(impacts("domain"))).toBe(`What will be felt:
    app           replaced (healthcheck)                          nothing: the new one is healthy before the old one goes
    edge          replaced, stop-first (command, ports, volumes)  the port is closed for about 1 s
    certificates  created                                         a new certificate is asked for`);
  });

  it("is a sentence where nothing is felt", () => {
    expect(impactTable(impacts("edge.drain"))).toBe("What will be felt: nothing.");
  });
});

test("a release command that runs is told of, and a singleton's restart is nobody's downtime", () => {
  const container = "docker:index/container:Container";
  const of = (types: string, name: string, role?: string): PlannedState => ({
    retainOnDelete: false,
    urn: `urn:pulumi:prod::shop::${types}::${name}`,
    inputs: role === undefined ? {} : { labels: [{ label: "berth.role", value: role }] },
  });
  const release = of(`berth:docker:WebApp$${container}`, "app-release", "release");
  const run = of("berth:docker:WebApp$pulumi-nodejs:dynamic/berth:JobRun", "app-release-run");
  const beat = of(`berth:docker:Process$${container}`, "process-beat", "process-beat");
  const replaced = (state: PlannedState) => [
    { op: "delete-replaced", urn: state.urn, diffs: [], old: state },
    { op: "create-replacement", urn: state.urn, diffs: ["image"], old: state, new: state },
  ];
  const ranFor = (key: string, code: string) => ({ ...run, inputs: { key, __provider: code } });
  const updateTo = (key: string) => {
    const [old, aim] = [ranFor("one", "older"), ranFor(key, "newer")];
    return { op: "update", urn: run.urn, diffs: [], old, new: aim };
  };
  const felt = (steps: Parameters<typeof impactsOf>[0]) =>
    impactsOf(steps).map((impact) => [impact.part, impact.change, impact.effect]);
  expect(felt([...replaced(release), updateTo("two"), ...replaced(beat)])).toEqual([
    ["release", "runs", "nothing"],
    ["process-beat", "replaced, stop-first (image)", "nothing"],
  ]);
  expect(felt([...replaced(release), updateTo("one")])).toEqual([]);
});
