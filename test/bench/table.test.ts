import { expect, test } from "vitest";
import { table } from "../../bench/table";

const run = (seconds: number, megabytes?: number) => ({ seconds, megabytes });

test("medians side by side, with range, peak memory and how the first column compares", () => {
  const columns = {
    embedded: { up: [run(1, 80), run(3, 90), run(2, 85)], preview: [run(1)] },
    pulumi: { up: [run(4, 200), run(5, 210)], preview: [run(2.5)] },
    compose: { up: [run(1.6)] },
  };
  expect(table(columns).split("\n")).toEqual([
    "|         | embedded                  | pulumi                     | compose            | embedded / pulumi | embedded / compose |",
    "| ------- | ------------------------- | -------------------------- | ------------------ | ----------------- | ------------------ |",
    "| up      | 2.00 s (1.00-3.00), 90 MB | 4.50 s (4.00-5.00), 210 MB | 1.60 s (1.60-1.60) | 0.44              | 1.25               |",
    "| preview | 1.00 s (1.00-1.00)        | 2.50 s (2.50-2.50)         |                    | 0.40              |                    |",
  ]);
});
