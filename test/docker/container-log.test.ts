import { expect, test } from "vitest";
import { demultiplex, STDERR, STDOUT } from "../../docker/container-log";
import { frames } from "./fake-engine";

test("frames are taken off, also where they split a letter", () => {
  const [head, tail] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
  const frame = (piece: Buffer) => Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 1]), piece]);
  expect(demultiplex(frames("one\n", "two\n"))).toBe("one\ntwo\n");
  expect(demultiplex(Buffer.concat([frame(head), frame(tail)]))).toBe("é");
  expect(demultiplex(Buffer.alloc(0))).toBe("");
});

test("those of one output alone", () => {
  const frame = (output: number, text: string) =>
    Buffer.concat([Buffer.from([output, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
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
