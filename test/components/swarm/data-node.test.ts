import { expect, test } from "vitest";
import { DataNode, dataLabel } from "../../../components/platforms/swarm/data-node";
import { fakeEngine } from "../../docker/fake-engine";
import { record } from "../../support/mocks";

const NODE = "pulumi-nodejs:DataNode data-node";
const label = dataLabel({ project: "widgets", stack: "prod" });
const args = { label, node: "n2", hostname: "server-2", asked: false, keepData: true };

/** A Swarm of the nodes n1, without labels, and n2, with or without. */
async function swarm(Labels: Record<string, string> = {}) {
  const node = (ID: string, labels: object) => () => ({
    body: { ID, Version: { Index: 7 }, Spec: { Role: "worker", Labels: labels } },
  });
  const { address: host, requests } = await fakeEngine({
    "GET /nodes/n1": node("n1", {}),
    "GET /nodes/n2": node("n2", Labels),
    "POST /nodes/": () => ({ body: {} }),
  });
  const recording = await record(() => new DataNode("data-node", { ...args, host }));
  const labelled = () =>
    requests
      .filter(({ line }) => line.startsWith("POST"))
      .map(({ line, body }) => [line, JSON.parse(body.toString()).Labels]);
  return { host, provider: recording.dynamicProvider(NODE), labelled };
}

test("labels the node, and leaves its other labels", async () => {
  const { host, provider, labelled } = await swarm({ zone: "a" });
  expect(await provider.create({ ...args, host })).toEqual({
    id: "berth.data.widgets-prod",
    outs: { ...args, host },
  });
  expect(labelled()).toEqual([
    ["POST /nodes/n2/update?version=7", { zone: "a", "berth.data.widgets-prod": "true" }],
  ]);
});

test("a stack's first node is what it is, and so is the one that it was", async () => {
  const { host, provider } = await swarm();
  const news = { ...args, host };
  expect(await provider.check({}, news)).toEqual({ inputs: news, failures: [] });
  expect(await provider.check(news, news)).toEqual({ inputs: news, failures: [] });
});

test("data is not taken to be on another node because the first is gone", async () => {
  const { host, provider, labelled } = await swarm();
  const before = { ...args, host, node: "n9", hostname: "server-9" };
  const news = { ...args, host };
  expect(await provider.check(before, news)).toEqual({
    inputs: news,
    failures: [
      {
        property: "",
        reason: expect.stringMatching(
          /^the data of this stack is on the node server-9, which the Swarm no longer has; bring it back/,
        ),
      },
    ],
  });
  expect(labelled()).toEqual([]);
});

test("but because a person says so, in the settings or by the label", async () => {
  const before = { ...args, node: "n9", hostname: "server-9" };
  const asked = await swarm();
  const news = { ...args, host: asked.host, asked: true };
  expect((await asked.provider.check(before, news)).failures).toEqual([]);
  const { outs } = await asked.provider.update("id", before, news);
  expect(outs).toMatchObject({ node: "n2" });
  expect(asked.labelled()).toHaveLength(1);
  const labelled = await swarm({ [label]: "true" });
  const there = { ...args, host: labelled.host };
  expect((await labelled.provider.check(before, there)).failures).toEqual([]);
});

test("a machine that was made anew has no data, though its name is the one that is asked for", async () => {
  const { host, provider } = await swarm();
  const news = { ...args, host, asked: true };
  const { failures } = await provider.check({ ...news, node: "n9" }, news);
  expect(failures).toHaveLength(1);
});

test("is labelled again where the label is gone", async () => {
  const changesOf = async (labels: Record<string, string>, changes: object = {}) => {
    const { host, provider } = await swarm(labels);
    const olds = { ...args, host };
    return (await provider.diff?.("id", olds, { ...olds, ...changes }))?.changes;
  };
  expect(await changesOf({ [label]: "true" })).toBe(false);
  expect(await changesOf({ [label]: "true" }, { keepData: false })).toBe(true);
  expect(await changesOf({ zone: "a" })).toBe(true);
  expect(await changesOf({}, { node: "n9" }), "it is gone, which check tells").toBe(true);
});

test("a node that is there and has lost its label is not said to be gone", async () => {
  const { host, provider } = await swarm();
  const before = { ...args, host, node: "n1", hostname: "server-1" };
  const { failures } = await provider.check(before, { ...args, host });
  expect(failures?.[0]?.reason).toContain(
    `is on the node server-1, whose label somebody removed; label it again: docker node update --label-add ${label}=true server-1;`,
  );
});

test("the label stays with the data", async () => {
  const { host, provider, labelled } = await swarm({ [label]: "true", zone: "a" });
  await provider.delete("id", { ...args, host });
  expect(labelled()).toEqual([]);
  await provider.delete("id", { ...args, host, keepData: false });
  expect(labelled()).toEqual([["POST /nodes/n2/update?version=7", { zone: "a" }]]);
});
