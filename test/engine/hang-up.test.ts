import { expect, test } from "vitest";
import { isHangUp, withoutHangUps } from "../../engine/protocol/hang-up";

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

test("what the SDK prints of a hang-up that it could not tell is left out", () => {
  const printed: string[] = [];
  const take = withoutHangUps((line) => void printed.push(line));
  const undelivered = (error: string) => [
    "failed to deliver log message. ",
    `error: Error: ${error} `,
    "original message: Running program '/shop/index.ts' failed:",
    "    at InternalChannel.createCall (channel.js:660:19)",
    " message severity: error",
  ];
  const other = undelivered("disk full");
  const lines = ["before", ...undelivered("Channel has been shut down"), "between", ...other];
  for (const line of [...lines, "failed to deliver log message. ", "cut off"]) take(line);
  take();
  expect(printed).toEqual([
    ...["before", "between"],
    ...other,
    ...["failed to deliver log message. ", "cut off"],
  ]);
});
