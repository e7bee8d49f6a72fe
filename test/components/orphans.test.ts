import { expect, test, vi } from "vitest";
import {
  orphansOf,
  removeOrphans,
  removeOrphanVolumes,
} from "../../components/platforms/docker/orphans";
import { connect } from "../../docker/connect";
import { type EngineAnswer, fakeEngine } from "../docker/fake-engine";

const labelled = (stack = "prod", role = "app") => ({
  "berth.project": "widgets",
  "berth.stack": stack,
  "berth.role": role,
});
const container = (Id: string, name: string, Labels: Record<string, string> = labelled()) => ({
  Id,
  Names: [`/${name}`],
  Labels,
});

const CURRENT = { id: "new", name: "widgets-prod-app-1-aaaaaaa" };
const BEFORE = { id: "old", name: "widgets-prod-app-1-bbbbbbb" };
const OWN = [container("new", CURRENT.name), container("old", BEFORE.name)];
const ORPHAN = container("orphan", "widgets-prod-app-2-0123abc");

test("an app container that is neither current nor the one before is an orphan", () => {
  expect(orphansOf([...OWN, ORPHAN], [CURRENT], [BEFORE])).toEqual([ORPHAN]);
});

test.each([
  ["of another stack", container("c", "widgets-prod-app-1-ccccccc", labelled("dev"))],
  ["with another role", container("c", "widgets-prod-app-1-ccccccc", labelled("prod", "job"))],
  ["with a name that somebody chose", container("c", "widgets-prod-app-1")],
  ["of another app of the stack", container("c", "shop-prod-app-1-ccccccc")],
  ["without labels", container("c", "widgets-prod-app-1-ccccccc", {})],
])("one %s is not", (_, other) => {
  expect(orphansOf([...OWN, other], [CURRENT], [BEFORE])).toEqual([]);
});

test("where the current one is gone, nothing is judged", () => {
  expect(orphansOf([ORPHAN], [CURRENT], [BEFORE])).toEqual([]);
});

/** Removes the orphan from an engine, and tells what was asked of the engine and said. */
async function removal(answer: EngineAnswer) {
  const { address, requests } = await fakeEngine({
    "POST /containers/orphan/stop": () => ({ status: 304 }),
    "DELETE /containers/orphan": () => answer,
  });
  const said = vi.spyOn(console, "log").mockReturnValue();
  await removeOrphans(connect(address), [ORPHAN]);
  const lines = said.mock.calls.flat();
  said.mockRestore();
  return { lines, asked: requests.map(({ line }) => line) };
}

test("an orphan may finish its requests, goes with its volumes, and is told of", async () => {
  expect(await removal({ status: 204 })).toEqual({
    lines: ["Removed the container widgets-prod-app-2-0123abc, which an earlier run had left"],
    asked: ["POST /containers/orphan/stop?t=30", "DELETE /containers/orphan?v=true&force=true"],
  });
});

test("one that cannot be removed fails nothing", async () => {
  const { lines } = await removal({ status: 409, body: { message: "in progress" } });
  expect(lines).toEqual([expect.stringMatching(/app-2-0123abc: .*in progress/)]);
});

const VERSIONED = "widgets-prod-app-secrets-0123456789abcdef";

test("of the volumes of secrets that nobody has, those of a version go", async () => {
  const volumes = [VERSIONED, "widgets-prod-app-secrets", "widgets-prod-app-secrets-mine"];
  const { address, requests } = await fakeEngine({
    "GET /volumes": () => ({ body: { Volumes: volumes.map((Name) => ({ Name })) } }),
    "DELETE /volumes/": () => ({ status: 409, body: { message: "volume is in use" } }),
  });
  const said = vi.spyOn(console, "log").mockReturnValue();
  await removeOrphanVolumes(connect(address), labelled());
  expect(said).toHaveBeenCalledWith(
    expect.stringMatching(`left the volume ${VERSIONED}: .*volume is in use`),
  );
  said.mockRestore();
  const [asked, ...removed] = requests.map(({ line }) => decodeURIComponent(line));
  expect(asked).toContain(
    '{"dangling":["true"],"label":["berth.project=widgets","berth.stack=prod","berth.role=app-secrets"]}',
  );
  expect(removed).toEqual([`DELETE /volumes/${VERSIONED}`]);
});
