import { expect, test } from "vitest";
import { isHangUp } from "../../engine/protocol/engine-service";

test.each([
  [
    "error",
    "Running program '/shop/index.ts' failed with an unhandled exception:\n<ref *1> Error: error serializing property \"containers\": Channel has been shut down\n    at InternalChannel.createCall",
    true,
  ],
  [
    "error",
    "Running program '/shop/index.ts' failed with an unhandled exception:\nError: oh",
    false,
  ],
  ["info", "Channel has been shut down", false],
] as const)("%s: %s", (severity, message, expected) => {
  expect(isHangUp({ severity, message, urn: "", ephemeral: false })).toBe(expected);
});
