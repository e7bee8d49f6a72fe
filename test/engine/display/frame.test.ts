import { stripVTControlCharacters, styleText } from "node:util";
import { describe, expect, test } from "vitest";

import { type Row, renderFrame } from "../../../engine/display/frame";

const row = (name: string, more: Partial<Row> = {}): Row => ({
  branch: "├─ ",
  sign: "+ ",
  type: "docker:index:Container",
  name,
  status: "created (1s)",
  info: "",
  stage: "done",
  ...more,
});

const wide = { columns: 100 };

describe("a frame of the live tree", () => {
  test("has a column for each thing that is told of a resource", () => {
    const rows = [
      row("dev", { branch: "", type: "pulumi:pulumi:Stack" }),
      row("app", { status: "creating (3s)", info: "Step 4/7: RUN pip install", stage: "active" }),
    ];
    expect(renderFrame(rows, wide, false)).toEqual([
      "     Type                       Name  Status         Info",
      " +   pulumi:pulumi:Stack        dev   created (1s)",
      " +   ├─ docker:index:Container  app   creating (3s)  Step 4/7: RUN pip install",
    ]);
  });

  test("is never wider than the terminal, and keeps room for what is going on", () => {
    const rows = [
      row("a-rather-long-name-of-a-resource", { info: "Downloading layer 3 of 12: 45 %" }),
    ];
    for (const columns of [120, 80, 60]) {
      const lines = renderFrame(rows, { columns }, false);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      expect(lines[1]).toContain("created (1s)");
      expect(lines[1]).toContain("Downl");
    }
  });

  test("that is higher than the terminal shows what failed and what is going on, then the latest", () => {
    const rows = Array.from({ length: 50 }, (_, index) => row(`r${index}`));
    rows[3] = row("r3", { stage: "active" });
    rows[7] = row("r7", { stage: "failed" });
    const lines = renderFrame(rows, { columns: 80, lines: 6 }, false);
    expect(lines.map((line) => /r\d+|and \d+ more/.exec(line)?.[0])).toEqual([
      undefined,
      "r3",
      "r7",
      "r48",
      "r49",
      "and 46 more",
    ]);
  });

  test("has no line too many where there is just room enough", () => {
    const rows = [row("a"), row("b")];
    expect(renderFrame(rows, { columns: 80, lines: 3 }, false)).toHaveLength(3);
  });

  test("is coloured by what is done, after it was cut", () => {
    const [, line] = renderFrame([row("app", { sign: "- " })], wide, true);
    expect(line).toBe(
      styleText("red", stripVTControlCharacters(line ?? ""), { validateStream: false }),
    );
  });
});
