import { afterAll, describe, expect, test } from "vitest";
import { leftovers } from "../support/docker";
import { ENGINES, type Engine } from "../support/engines";
import { inLongRun } from "../support/long-run";
import { Project, succeeded } from "../support/project";

const STACKS = {
  dev: { mode: "dev", database: "redis" },
  prod: { mode: "prod", database: { engine: "mysql", keepData: false }, replicas: 2 },
};

interface Case {
  from: Engine;
  to: Engine;
  stack: keyof typeof STACKS;
  port: number;
}

/** Both ways between two engines; none where there is only one. */
const CASES: readonly Case[] = [
  { from: "pulumi", to: "embedded", stack: "dev", port: 18800 },
  { from: "embedded", to: "pulumi", stack: "prod", port: 18810 },
  ...inLongRun<Case>(
    { from: "embedded", to: "pulumi", stack: "dev", port: 18800 },
    { from: "pulumi", to: "embedded", stack: "prod", port: 18810 },
  ),
];

describe.runIf(ENGINES.length > 1).each(CASES)(
  "$stack, $from to $to",
  ({ from, to, stack, port }) => {
    const project = new Project(`e2e-crossing-${stack}-${from}`, from);

    afterAll(() => project.remove());

    test("what one engine made, the other finds unchanged, and can destroy", async () => {
      await project.stack(stack, { ...STACKS[stack], app: { name: "widgets", port } });
      await project.mustUp(stack);
      const other = project.under(to);
      for (const flags of [[], ["--refresh"]]) {
        const preview = await other.preview(stack, "--expect-no-changes", ...flags);
        expect(preview.code, preview.output).toBe(0);
      }
      expect(await other.mustUp(stack)).toMatch(/Resources:\n\s+\d+ unchanged/);
      expect(await other.outputs(stack)).toEqual(await project.outputs(stack));
      succeeded(await other.destroy(stack));
      expect(await leftovers(project.name)).toEqual([]);
    });
  },
);
