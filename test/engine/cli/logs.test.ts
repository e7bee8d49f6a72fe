import { expect, test } from "vitest";

import { matching, parseSince } from "../../../engine/cli/commands/logs";
import { parseLine } from "../../../engine/providers/docker/container/log";
import { blankState } from "../../../engine/resource/state";

const TYPE = "docker:index/container:Container";
const WEB = "urn:pulumi:dev::p::berth:docker:WebApp::web";
const container = (urn: string, parent?: string) => ({
  ...blankState(urn, TYPE, true),
  id: "1",
  parent,
});
const app = container(`urn:pulumi:dev::p::berth:docker:WebApp$${TYPE}::app`, WEB);
const other = container(`urn:pulumi:dev::p::${TYPE}::other`);
const replaced = { ...app, delete: true };
const resources = [blankState(WEB, "berth:docker:WebApp", false), app, other, replaced];

test.each([
  [undefined, [app, other]],
  ["app", [app]],
  ["web", [app]],
  [`${TYPE}::app`, [app]],
  [other.urn, [other]],
  ["ap", []],
])("--resource %s means these containers", (wanted, expected) => {
  expect(matching(resources, wanted)).toEqual(expected);
});

test("--since is a time or how long ago", () => {
  const now = new Date("2026-01-01T12:00:00Z");
  expect(parseSince("1h30m", now).toISOString()).toBe("2026-01-01T10:30:00.000Z");
  expect(parseSince("2026-01-01T08:00:00Z", now).toISOString()).toBe("2026-01-01T08:00:00.000Z");
  expect(() => parseSince("soon", now)).toThrow(/expected a duration like 5s, 2m or 3h/);
});

test("a line's time is taken off it", () => {
  expect(parseLine("2026-01-01T12:00:00.123456789Z  two words")).toEqual({
    time: new Date("2026-01-01T12:00:00.123Z"),
    text: " two words",
  });
});
