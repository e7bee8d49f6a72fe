import { describe, expect, test, vi } from "vitest";
import { adviseBy } from "../../components/advice";
import { DataName } from "../../components/platforms/docker/data-name";
import { dataLabel } from "../../components/platforms/swarm/data-node";
import { MESSAGES } from "../../deploy/messages";
import { fakeEngine } from "../docker/fake-engine";
import { record } from "../support/mocks";

adviseBy(MESSAGES);

const before = { project: "widgets", stack: "prod" };
const volumes = ["widgets-prod-mysql-data"];

interface There {
  /** Names of volumes. */
  volumes?: readonly string[];
  /** Labels of a Swarm's one node. */
  labels?: Record<string, string>;
}

/** What is wrong with another name, or other volumes, on an engine that has these. */
async function problem(now: object, there: There = {}) {
  const nodes = [{ Spec: { Labels: there.labels }, Description: { Hostname: "server-2" } }];
  const { address: host } = await fakeEngine({
    ...Object.fromEntries(
      (there.volumes ?? []).map((Name) => [`GET /volumes/${Name}`, () => ({ body: { Name } })]),
    ),
    "GET /volumes/": () => ({ status: 404, body: { message: "no such volume" } }),
    "GET /info": () => ({ body: { Swarm: { ControlAvailable: there.labels !== undefined } } }),
    "GET /nodes": () => ({ body: nodes }),
  });
  const olds = { host, ...before, volumes };
  const recording = await record(() => new DataName("data-name", olds));
  const provider = recording.dynamicProvider("pulumi-nodejs:DataName data-name");
  const news = { ...olds, ...now };
  const { inputs, failures } = await provider.check(olds, news);
  expect(inputs).toEqual(news);
  expect(await provider.check({}, news)).toEqual({ inputs: news, failures: [] });
  return failures?.[0]?.reason;
}

const staging = { stack: "staging", volumes: ["widgets-staging-mysql-data"] };

test("a stack whose volume is there goes on under its own name only", async () => {
  expect(await problem(staging, { volumes })).toBe(
    "the data of this stack is in widgets-prod-mysql-data, under the name that it had, and as widgets-staging it would begin with none; give it its name back: pulumi stack rename --stack staging prod; to move the data, back it up then (./pulumiw backup now FILE --stack prod), destroy the stack, name it anew, and restore that after an up (./pulumiw backup restore FILE --stack staging)",
  );
});

test("and in its own project", async () => {
  const gadgets = { project: "gadgets", volumes: ["gadgets-prod-mysql-data"] };
  expect(await problem(gadgets, { volumes })).toContain(
    "give it its name back: pulumi stack rename --stack prod organization/widgets/prod, and name: widgets in Pulumi.yaml;",
  );
});

test("the data may be on another node of a Swarm", async () => {
  const labels = { [dataLabel(before)]: "true" };
  expect(await problem(staging, { labels })).toMatch(
    /^the data of this stack is on the node server-2, under the name that it had/,
  );
});

test("another database is another volume of the same stack", async () => {
  expect(await problem({ volumes: ["widgets-prod-redis-data"] }, { volumes })).toBeUndefined();
});

test("a name that comes to the same one", async () => {
  expect(await problem({ stack: "Prod" }, { volumes })).toBeUndefined();
});

test("without data, any name will do", async () => {
  expect(await problem(staging)).toBeUndefined();
  expect(await problem(staging, { labels: {} })).toBeUndefined();
});

describe("a volume that the engine does not have any more", () => {
  const olds = { host: "unix:///nowhere", ...before, volumes };
  const missing = (kept: boolean) => [{ volume: "widgets-prod-mysql-data", kept, words: "gone" }];
  const checkOf = async (former: object, news: object) => {
    const recording = await record(() => new DataName("data-name", olds));
    const provider = recording.dynamicProvider("pulumi-nodejs:DataName data-name");
    const printed = vi.spyOn(console, "log").mockImplementation(() => {});
    const { inputs, failures } = await provider.check(former, { ...olds, ...news });
    const told = printed.mock.calls.flat();
    printed.mockRestore();
    expect(inputs, "the state does not have it").toEqual({ ...olds, ...news, missing: undefined });
    return { told, reasons: failures?.map(({ reason }) => reason) };
  };

  test("is refused where an empty one is not to take its place unasked", async () => {
    const checked = await checkOf(olds, { missing: missing(true) });
    expect(checked).toEqual({ told: [], reasons: ["gone"] });
  });

  test("is told of where it may", async () => {
    const checked = await checkOf(olds, { missing: missing(false) });
    expect(checked).toEqual({ told: ["gone"], reasons: [] });
  });

  test.each([
    ["a new stack never had it", {}, {}],
    ["a stack that had others never had it", { ...olds, volumes: ["widgets-prod-redis-data"] }, {}],
    ["on another engine it is not lost", olds, { host: "unix:///elsewhere" }],
  ])("%s", async (_, former, news) => {
    const checked = await checkOf(former, { ...news, missing: missing(true) });
    expect(checked).toEqual({ told: [], reasons: [] });
  });
});
