import { expect, onTestFinished, test, vi } from "vitest";
import { Interrupt } from "../../../engine/cli/interrupt";

test("an error that nobody waits for ends the run in good order: steps are given up, and recorded", () => {
  const said: string[] = [];
  const before = process.listenerCount("uncaughtException");
  const interrupt = new Interrupt((line) => said.push(line));
  onTestFinished(() => interrupt.dispose());
  expect(process.listenerCount("uncaughtException")).toBe(before + 1);
  const stop = vi.fn();
  interrupt.onStop(stop);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  interrupt.fault(new Error("read ECONNRESET"));
  expect(said).toEqual([
    "error: read ECONNRESET. Steps that were running are recorded as pending.",
  ]);
  expect(stop).toHaveBeenCalledOnce();
  expect(interrupt.abort.aborted).toBe(true);
  expect(interrupt.wasAsked).toBe(true);
});
