import { expect, test } from "vitest";

import { parseCommandLine } from "../../../engine/cli/flags";
import { valueFrom } from "../../../engine/cli/terminal";

const KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n";

test.each([
  ["a key", KEY],
  ["line breaks of Windows", "a\r\nb\r\n"],
  ["line breaks around", "\n\n lead and trail \n\n"],
  ["a byte order mark", "\uFEFFmarked\n"],
  ["what shells take for something", "pa$$w\"o'rd\\n %41 ü\n"],
])(
  "the standard input is a value, to the byte with --raw, and without its last line break otherwise: %s",
  (_, given) => {
    expect(valueFrom(Buffer.from(given), true)).toBe(given);
    expect(valueFrom(Buffer.from(given), false)).toBe(given.slice(0, -1));
  },
);

test("what is no text is refused, where it would be another value afterwards", () => {
  expect(() => valueFrom(Buffer.from([0x61, 0xff]), true)).toThrow(
    /^the value is not text in UTF-8.* base64 -w0 FILE/,
  );
});

test("config set has the official CLI's --raw", () => {
  const words = ["config", "set", "--secret", "--raw", "--path", "app.secrets.key"];
  expect(parseCommandLine(words).has("raw")).toBe(true);
});
