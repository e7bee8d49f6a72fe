import { expect, test } from "vitest";

import { relativeTime } from "../../../engine/display/relative-time";

const now = new Date("2026-01-31T12:00:00Z");

test.each([
  [0, "now"],
  [1, "1 second ago"],
  [59, "59 seconds ago"],
  [60, "1 minute ago"],
  [7199, "1 hour ago"],
  [86_400 * 6, "6 days ago"],
  [86_400 * 7, "1 week ago"],
  [86_400 * 400, "1 year ago"],
])("%i seconds before are %s", (seconds, text) => {
  expect(relativeTime(new Date(now.getTime() - seconds * 1000), now)).toBe(text);
});
