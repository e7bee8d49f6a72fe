import { afterAll, describe, expect, test } from "vitest";
import { leftovers } from "../support/docker";
import { ENGINES, type Engine } from "../support/engines";
import { Project, succeeded } from "../support/project";

/** Both ways between two engines; none where there is only one. */
const WAYS = ENGINES.length < 2 ? [] : (["pulumi>embedded", "embedded>pulumi"] as const);

const STACKS = {
  dev: { mode: "dev", database: "redis" },
  prod: { mode: "prod", database: { engine: "mysql", keepData: false }, replicas: 2 },
};

const CASES = WAYS.flatMap((way) => [
  { way, stack: "dev" as const, port: 18800 },
  { way, stack: "prod" as const, port: 18810 },
]);

test("there are two engines to cross between, or this machine has one only", () => {
  expect(CASES).toHaveLength(ENGINES.length < 2 ? 0 : 4);
});

describe.each(CASES)("$stack, $way", ({ way, stack, port }) => {
  const [from, to] = way.split(">") as [Engine, Engine];
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
});
