import { appendFileSync } from "node:fs";
import type { Engine } from "../test/support/engines";
import { Project, succeeded } from "../test/support/project";
import { type Figures, measure } from "./measure";

/** A line that changes nothing but the content. */
export function changeCode(project: Project): void {
  appendFileSync(project.path("app/widgets/routes.py"), "# once more\n");
}

/** Each has an app and a database; what they publish and how they are replaced is as a user gets it. */
const SETTINGS = {
  dev: { mode: "dev" },
  prod: { mode: "prod", database: { engine: "redis", keepData: false } },
} as const;

/** What is measured of a stack from its first `up` to its end. */
export interface StackRuns {
  stack: keyof typeof SETTINGS;
  port: number;
  rounds: number;
}

/** A stack of the project itself. Images are there, the build's cache is warm. */
export async function measureStack(
  engine: Engine,
  { stack, port, rounds }: StackRuns,
): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project(`berth-bench-${engine}`, engine);
  const up = (name: string) =>
    measure(figures, name, project, ["up", "--yes", "--skip-preview", "--stack", stack]);
  try {
    await project.stack(stack, { ...SETTINGS[stack], app: { name: "widgets", port } });
    await project.mustUp(stack);
    succeeded(await project.destroy(stack));
    for (let round = 0; round < rounds; round++) {
      await up("first up");
      await up("no-op up");
      await measure(figures, "preview", project, ["preview", "--stack", stack]);
      await up("no-op up");
      changeCode(project);
      await up("code change");
      await measure(figures, "destroy", project, [
        "destroy",
        ...["--yes", "--skip-preview", "--stack", stack],
      ]);
    }
  } finally {
    await project.remove();
  }
  return figures;
}
