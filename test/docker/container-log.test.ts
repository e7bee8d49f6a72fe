import { expect, test } from "vitest";
import { demultiplex, STDERR, STDOUT } from "../../docker/container-log";
import { frames } from "./fake-engine";

/** What was written to one of the outputs. */
const frame = (output: number, piece: string | Uint8Array) =>
  Buffer.concat([Buffer.from([output, 0, 0, 0, 0, 0, 0, piece.length]), Buffer.from(piece)]);

test("frames are taken off, also where they split a letter", () => {
  const [head, tail] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
  expect(demultiplex(frames("one\n", "two\n"))).toBe("one\ntwo\n");
  expect(demultiplex(Buffer.concat([frame(2, head), frame(2, tail)]))).toBe("é");
  expect(demultiplex(Buffer.alloc(0))).toBe("");
});

test("those of one output alone", () => {
  const both = Buffer.concat([frame(1, "a"), frame(2, "b"), frame(1, "c")]);
  expect([demultiplex(both), demultiplex(both, STDOUT), demultiplex(both, STDERR)]).toEqual([
    "abc",
    "ac",
    "b",
  ]);
});

test("a frame that was cut off is shown as far as it came", () => {
  const whole = frames("first\n", "second\n");
  expect(demultiplex(whole.subarray(0, whole.length - 4))).toBe("first\nsec");
  expect(demultiplex(whole.subarray(0, frames("first\n").length + 5))).toBe("first\n");
});
