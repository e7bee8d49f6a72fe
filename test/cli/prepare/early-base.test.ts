import { expect, test, vi } from "vitest";
import type { StandIns } from "../../../cli/command-line";
import { beginBase } from "../../../cli/prepare/early-base";
import type { BaseTree } from "../../../images/base";

const PYTHON = [{ name: "python", reference: "python:3.13-slim" }] as const;
const TREE: BaseTree = { importInto: async () => {}, discard: async () => {} };

test.each<[string, StandIns, typeof PYTHON | [], boolean, boolean]>([
  ["no registry is reached", "auto", PYTHON, false, true],
  ["the registry answers", "auto", PYTHON, true, false],
  ["stand-ins are wanted, whoever answers", "always", PYTHON, true, true],
  ["no stand-in is wanted", "never", PYTHON, false, false],
  ["no image is needed", "auto", [], false, false],
])("%s", async (_, standIns, needed, isReached, isBegun) => {
  const start = vi.fn(async () => TREE);
  const answers = async () => isReached;
  expect(await beginBase({ needed, standIns, answers, start })).toBe(isBegun ? TREE : undefined);
  expect(start).toHaveBeenCalledTimes(isBegun ? 1 : 0);
});
