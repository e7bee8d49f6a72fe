import { expect, test } from "vitest";
import { connect } from "../../docker/connect";
import { setNodeLabel } from "../../docker/node-label";
import { fakeEngine } from "./fake-engine";

const OUT_OF_SEQUENCE = { message: "rpc error: code = Unknown desc = update out of sequence" };

/** A node whose version somebody else changes after each of the first looks; also what was sent for it. */
async function label(changesOfOthers: number, message = OUT_OF_SEQUENCE) {
  let version = 7;
  let changes = 0;
  const { address, requests } = await fakeEngine({
    "GET /nodes/n1": () => ({
      body: { Version: { Index: version }, Spec: { Labels: { zone: `${version}` } } },
    }),
    "POST /nodes/n1/update": () => {
      if (changes === changesOfOthers) return { body: {} };
      changes += 1;
      version += 1;
      return { status: 500, body: message };
    },
  });
  const done = setNodeLabel(connect(address), "n1", "berth.data", "true");
  const sent = () =>
    requests
      .filter(({ line }) => line.startsWith("POST"))
      .map(({ line, body }) => [line.split("=")[1], JSON.parse(body.toString()).Labels]);
  return { done, sent };
}

const labels = (zone: string) => ({ zone, "berth.data": "true" });

test("a change by somebody else in between is kept", async () => {
  const { done, sent } = await label(2);
  await done;
  expect(sent()).toEqual([
    ["7", labels("7")],
    ["8", labels("8")],
    ["9", labels("9")],
  ]);
});

test("a node that others change all the time is given up", async () => {
  const { done, sent } = await label(9);
  await expect(done).rejects.toThrow("update out of sequence");
  expect(sent()).toHaveLength(5);
});

test("another refusal is told at once", async () => {
  const { done, sent } = await label(1, { message: "no such label" });
  await expect(done).rejects.toThrow("no such label");
  expect(sent()).toHaveLength(1);
});
