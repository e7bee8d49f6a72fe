import { expect, test } from "vitest";
import { demultiplex } from "../../docker/container-log";
import { frames } from "./fake-engine";

const textOf = (raw: Buffer) => demultiplex(raw).toString();

test("frames are taken off, also where they split a letter", () => {
  const [head, tail] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
  const frame = (piece: Buffer) => Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 1]), piece]);
  expect(textOf(frames("one\n", "two\n"))).toBe("one\ntwo\n");
  expect(textOf(Buffer.concat([frame(head), frame(tail)]))).toBe("é");
  expect(textOf(Buffer.alloc(0))).toBe("");
});

test("a frame that was cut off is shown as far as it came", () => {
  const whole = frames("first\n", "second\n");
  expect(textOf(whole.subarray(0, whole.length - 4))).toBe("first\nsec");
  expect(textOf(whole.subarray(0, frames("first\n").length + 5))).toBe("first\n");
});
