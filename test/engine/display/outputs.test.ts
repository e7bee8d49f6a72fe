import { expect, test } from "vitest";
import { renderOutputs } from "../../../engine/display/outputs";
import { Secret, UNKNOWN, type ValueMap } from "../../../engine/resource/value";

const HIDDEN = { showSecrets: false };
const lines = (olds: ValueMap | undefined, news: ValueMap, preview = false) =>
  renderOutputs({ olds, news }, preview, HIDDEN);

test("a new stack's are all shown", () => {
  expect(lines(undefined, { url: "http://a", names: ["b"] })).toEqual([
    '    names: [\n        [0]: "b"\n    ]',
    '    url  : "http://a"',
  ]);
});

test("an update marks what changed, and shows the rest", () => {
  const olds = { gone: 1, same: "a", url: "http://a" };
  const news = { more: 2, same: "a", url: "http://b" };
  expect(lines(olds, news)).toEqual([
    "  - gone: 1",
    "  + more: 2",
    '    same: "a"',
    '  ~ url : "http://a" => "http://b"',
  ]);
});

test("inside of a map or a list, only what is another is marked", () => {
  const olds = { containers: { app: "app-1", edge: "edge" }, volumes: ["data"] };
  const news = { containers: { app: "app-2", edge: "edge" }, volumes: ["data", "cache"] };
  expect(lines(olds, news)).toEqual([
    "  ~ containers: {",
    '      ~ app : "app-1" => "app-2"',
    '        edge: "edge"',
    "    }",
    "  ~ volumes   : [",
    '        [0]: "data"',
    '      + [1]: "cache"',
    "    ]",
  ]);
});

test("a preview tells of changes that it knows", () => {
  const olds = { image: "a", same: "a", url: "http://a" };
  expect(lines(olds, { image: UNKNOWN, same: "a", url: "http://b" }, true)).toEqual([
    '  ~ url  : "http://a" => "http://b"',
  ]);
});

test("another secret is no change to see", () => {
  const [olds, news] = [{ key: new Secret("a") }, { key: new Secret("b") }];
  expect(lines(olds, news)).toEqual(["    key: [secret]"]);
  expect(lines(olds, news, true)).toEqual([]);
});
