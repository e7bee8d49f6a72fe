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

test("what is in an item of a list stands further in, also where it comes or goes", () => {
  const olds: ValueMap = { list: [[3], { four: 4 }, { five: { six: 6 } }], gone: null };
  const news = { list: [[3], { four: 5 }] };
  expect(lines(olds, news).join("\n").split("\n")).toEqual([
    "  ~ list: [",
    "        [0]: [",
    "                [0]: 3",
    "            ]",
    "      ~ [1]: {",
    "              ~ four: 4 => 5",
    "            }",
    "      - [2]: {",
    "              - five: {",
    "                  - six: 6",
    "                }",
    "            }",
    "    ]",
  ]);
});

test("a preview tells of changes that it knows", () => {
  const olds = { image: "a", same: "a", url: "http://a" };
  expect(lines(olds, { image: UNKNOWN, same: "a", url: "http://b" }, true)).toEqual([
    '  ~ url  : "http://a" => "http://b"',
  ]);
});

test("a preview tells of what it knows beside what it does not, also of resources", () => {
  const olds = { containers: { app: "app-1", db: "db-1" }, list: ["a"], key: new Secret("a") };
  const news: ValueMap = {
    containers: { "@isPulumiResource": true, app: UNKNOWN, db: "db-2", more: UNKNOWN },
    list: [UNKNOWN],
    key: new Secret(UNKNOWN),
  };
  expect(lines(olds, news, true)).toEqual([
    "  ~ containers: {",
    '        app: "app-1"',
    '      ~ db : "db-1" => "db-2"',
    "    }",
  ]);
});

test("another secret is no change to see", () => {
  const [olds, news] = [{ key: new Secret("a") }, { key: new Secret("b") }];
  expect(lines(olds, news)).toEqual(["    key: [secret]"]);
  expect(lines(olds, news, true)).toEqual([]);
});

test("what is empty is not shown, unless it comes or goes", () => {
  const empty = { list: [], map: {}, none: null, text: "" };
  expect(lines(undefined, { ...empty, url: "a" })).toEqual(['    url : "a"']);
  expect(lines(empty, { ...empty, url: "a" })).toEqual(['  + url : "a"']);
  expect(lines({ text: "", url: "a" }, { text: "b", url: "" })).toEqual([
    '  + text: "b"',
    '  - url : "a"',
  ]);
  expect(lines({}, { text: "" })).toEqual(['  + text: ""']);
});

test("what becomes another kind of value goes and comes, each line of it marked", () => {
  expect(lines({ x: { a: [1] } }, { x: "text" })).toEqual([
    "  - x: {\n      - a: [\n      -     [0]: 1\n        ]\n    }",
    '  + x: "text"',
  ]);
});

test("documents in texts are shown as what they hold, and compared so", () => {
  const [olds, news] = [{ at: '{"a":1,"b":2}' }, { at: '{"a":1,"b":3}' }];
  expect(lines(undefined, { at: '["x"]', of: "a: 1\nb: 2\n", text: "a: b" })).toEqual([
    '    at  : (json) [\n        [0]: "x"\n    ]\n',
    "    of  : (yaml) {\n        a: 1\n        b: 2\n    }\n",
    '    text: "a: b"',
  ]);
  expect(lines(olds, news)).toEqual([
    "  ~ at: (json) {",
    "        a: 1",
    "      ~ b: 2 => 3",
    "    }",
  ]);
});

test("texts of several lines are compared by line", () => {
  expect(lines({ x: "1\n2\n3" }, { x: "1\n4\n5\n3" })).toEqual([
    "  ~ x: ",
    "        1",
    "      - 2",
    "      + 4",
    "      + 5",
    "        3",
  ]);
});
