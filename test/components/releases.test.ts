import { describe, expect, test } from "vitest";
import { findIn, listReleases, type Release, releaseTable } from "../../components/app/releases";
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
  healthy: false,
  served: false,
  used: false,
  ...rest,
});

test("are listed by their last build, with what runs, served and is in use", async () => {
  const { address, requests } = await fakeEngine(
    imagesOf(
      {
        "sha256:old": {
          tags: ["widgets-prod/app:v1", "widgets-prod/app:served-old"],
          tagged: "2026-01-01T10:00:00Z",
        },
        pulled: { tags: [], tagged: "0001-01-01T00:00:00Z", created: "2026-01-02T10:00:00Z" },
        // Built from cache again, after all others.
        back: {
          tags: ["widgets-prod/app:v0", "widgets-prod/app:v2"],
          tagged: "2026-01-03T10:00:00Z",
        },
        bad: { tags: ["widgets-prod/app:v3"], tagged: "2026-01-04T10:00:00Z" },
      },
      { stopped: ["sha256:old"], running: ["back", "bad"], unhealthy: ["bad"] },
    ),
  );
  const releases = await listReleases(connect(address), id);
  const said = releases.map(({ id, tags, running, healthy, served, used }) => ({
    [id]: { tags, running, healthy, served, used },
  }));
  const idle = { running: false, healthy: false };
  expect(said).toEqual([
    { bad: { tags: ["v3"], running: true, healthy: false, served: false, used: true } },
    { back: { tags: ["v0", "v2"], running: true, healthy: true, served: false, used: true } },
    { pulled: { tags: [], ...idle, served: false, used: false } },
    { "sha256:old": { tags: ["v1"], ...idle, served: true, used: true } },
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
  const oneOfTwo = release("c", { id: `sha256:cc1${"0".repeat(61)}` });
  const otherOfTwo = release("f", { id: `sha256:cc2${"0".repeat(61)}` });
  const all = [release("a"), pushed, tagLikeAnId, oneOfTwo, otherOfTwo];

  test.each([
    ["by its tag", "v-b", [pushed]],
    ["by its id", pushed.id, [pushed]],
    ["by the beginning of its id", "bbbbbbbbbbbb", [pushed]],
    ["by its digest", digest, [pushed]],
    ["by its tag before another's id", "aaaa", [tagLikeAnId]],
    ["by as much of its id as others do not have", "cc1", [oneOfTwo]],
    ["beside another, where the beginning of an id is that of both", "cc", [oneOfTwo, otherOfTwo]],
    ["not where there is none", "v9", []],
  ])("%s", (_, name, found) => {
    expect(findIn(all, name)).toEqual(found);
  });
});

test("are a table for people", () => {
  const bad = release("d", { running: true });
  const untagged = release("b", { tags: [], references: [] });
  const good = release("a", { running: true, healthy: true, served: true });
  expect(releaseTable([bad, good, untagged])).toEqual([
    "TAG  ID            BUILT                 SIZE ON DISK  SERVED  RUNS",
    "v-d  dddddddddddd  2026-11-21 18:56 UTC  228 MB                not healthy",
    "v-a  aaaaaaaaaaaa  2026-11-21 18:56 UTC  228 MB        yes     yes",
    "-    bbbbbbbbbbbb  2026-11-21 18:56 UTC  228 MB",
  ]);
  const probed = releaseTable([bad, good], ({ served }) =>
    served ? { requests: 412, failures: 0 } : undefined,
  );
  expect(probed).toEqual([
    "TAG  ID            BUILT                 SIZE ON DISK  SERVED  RUNS         FAILED REQUESTS",
    "v-d  dddddddddddd  2026-11-21 18:56 UTC  228 MB                not healthy",
    "v-a  aaaaaaaaaaaa  2026-11-21 18:56 UTC  228 MB        yes     yes          0 of 412",
  ]);
});
