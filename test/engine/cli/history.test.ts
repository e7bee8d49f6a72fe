import { expect, test } from "vitest";

import { configJson } from "../../../engine/cli/commands/config";
import { renderUpdate } from "../../../engine/cli/commands/stack-history";

test("an operation is told in the official CLI's words", () => {
  const update = {
    ...{ version: 0, kind: "update", message: "hello", result: "succeeded", config: {} },
    ...{ startTime: 1000, endTime: 1003, environment: { "exec.kind": "berth", empty: "" } },
    resourceChanges: { create: 2, same: 5 },
  };
  expect(renderUpdate(update, new Date(1_060_000))).toEqual([
    "Version: 0",
    "UpdateKind: update",
    "Status: succeeded",
    "Message: hello",
    "+2-0~0 5 Updated 1 minute ago took 3s",
    "    exec.kind: berth",
    "",
  ]);
});

test("settings as JSON have objects as text and as themselves, and secrets only when asked for", () => {
  const config = { "p:text": "5", "p:object": { a: { secure: "x" }, b: [1] } };
  expect(configJson(config)).toEqual({
    "p:object": { secret: true },
    "p:text": { value: "5", secret: false },
  });
  expect(configJson(config, () => "open")).toMatchObject({
    "p:object": {
      value: '{"a":"open","b":[1]}',
      objectValue: { a: "open", b: [1] },
      secret: true,
    },
  });
});
