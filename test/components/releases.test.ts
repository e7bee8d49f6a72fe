import { describe, expect, test } from "vitest";
import { findIn, listReleases, type Release, releaseTable } from "../../components/releases";
import { connect } from "../../docker/connect";
import { fakeEngine } from "../docker/fake-engine";
import { imagesOf } from "./image-shelf";

const id = { project: "widgets", stack: "prod" };

const release = (letter: string, rest: Partial<Release> = {}): Release => ({
  id: `sha256:${letter.repeat(64)}`,
  tags: [`v-${letter}`],
  references: [`widgets-prod/app:v-${letter}`],
  digests: [],
  built: "2026-11-21T18:56:53.785Z",
  size: 227_600_000,
  running: false,
  used: false,
  ...rest,
});

test("are listed by their last build, with what runs and what is in use", async () => {
  const { address, requests } = await fakeEngine(
    imagesOf(
      {
        old: { tags: ["widgets-prod/app:v1"], tagged: "2026-01-01T10:00:00Z" },
        pulled: { tags: [], tagged: "0001-01-01T00:00:00Z", created: "2026-01-02T10:00:00Z" },
        // Built from cache again, after all others.
        back: {
          tags: ["widgets-prod/app:v0", "widgets-prod/app:v2"],
          tagged: "2026-01-03T10:00:00Z",
        },
      },
      { stopped: ["old"], running: ["back"] },
    ),
  );
  const releases = await listReleases(connect(address), id);
  expect(releases.map(({ id, tags, running, used }) => ({ id, tags, running, used }))).toEqual([
    { id: "back", tags: ["v0", "v2"], running: true, used: true },
    { id: "pulled", tags: [], running: false, used: false },
    { id: "old", tags: ["v1"], running: false, used: true },
  ]);
  const asked = decodeURIComponent(
    requests.find(({ line }) => line.includes("/images/json"))?.line ?? "",
  );
  expect(asked).toContain('["berth.project=widgets","berth.stack=prod","berth.role=app"]');
});

describe("one is found", () => {
  const digest = `sha256:${"d".repeat(64)}`;
  const pushed = release("b", { digests: [`r.example.com/app@${digest}`] });
  const tagLikeAnId = release("e", { tags: ["aaaa"] });
  const all = [release("a"), pushed, tagLikeAnId];

  test.each([
    ["by its tag", "v-b", pushed],
    ["by its id", pushed.id, pushed],
    ["by the beginning of its id", "bbbbbbbbbbbb", pushed],
    ["by its digest", digest, pushed],
    ["by its tag before another's id", "aaaa", tagLikeAnId],
    ["not where there is none", "v9", undefined],
  ])("%s", (_, name, found) => {
    expect(findIn(all, name)).toBe(found);
  });
});

test("are a table for people", () => {
  const untagged = release("b", { tags: [], references: [] });
  expect(releaseTable([release("a", { running: true }), untagged])).toEqual([
    "TAG  ID            BUILT                 SIZE    RUNS",
    "v-a  aaaaaaaaaaaa  2026-11-21 18:56 UTC  228 MB  yes",
    "-    bbbbbbbbbbbb  2026-11-21 18:56 UTC  228 MB",
  ]);
});
