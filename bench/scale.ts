import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { BASE } from "../images/base";
import type { Engine } from "../test/support/engines";
import { Project } from "../test/support/project";
import { type Figures, measure } from "./measure";

const COUNTS = [10, 50, 200];
const PREVIEWS = 3;

/** Stacks of containers that do nothing, made once each: what an engine itself adds for each. */
export async function measureScale(engine: Engine): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project(`berth-bench-scale-${engine}`, engine);
  copyFileSync(join(__dirname, "scale", "index.ts"), project.path("index.ts"));
  try {
    for (const count of COUNTS) {
      const stack = `of-${count}`;
      await project.stack(stack, { mode: "dev", count, image: BASE });
      const command = (name: string, ...words: string[]) =>
        measure(figures, `${name}, ${count} containers`, project, [...words, "--stack", stack]);
      await command("first up", "up", "--yes", "--skip-preview");
      for (let round = 0; round < PREVIEWS; round++) await command("preview", "preview");
      await command("destroy", "destroy", "--yes", "--skip-preview");
    }
  } finally {
    await project.remove();
  }
  return figures;
}
