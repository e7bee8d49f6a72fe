import { resolve } from "node:path";
import { expect, test } from "vitest";
import { withoutOwnFrames } from "../../engine/protocol/own-frames";

test("frames of the engine are taken out of a program's stack traces, with their colours", () => {
  const own = resolve(__dirname, "../../engine");
  const esc = String.fromCharCode(27);
  const trace = [
    "Error: boom",
    "    at inner (/home/me/shop/index.ts:4:26)",
    `    at Module._compile (${own}/compile-cache.cjs:45:35)`,
    `    at ${esc}[90m${own}/protocol/program-start.cjs:49:3${esc}[39m`,
    "    at node:internal/main/run_main_module:23:47",
    `see ${own}/README`,
  ];
  expect(withoutOwnFrames(trace.join("\n")).split("\n")).toEqual([
    trace[0],
    trace[1],
    trace[4],
    trace[5],
  ]);
});
