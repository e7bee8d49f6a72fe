import { appendFileSync } from "node:fs";
import type { Engine } from "../test/support/engines";
import { Project, succeeded } from "../test/support/project";
import { type Figures, measure } from "./measure";

/** A line that changes nothing but the content. */
export function changeCode(project: Project): void {
  appendFileSync(project.path("app/widgets/routes.py"), "# once more\n");
}

/** The dev stack: app and MySQL. Images are there, the build's cache is warm. */
export async function measureDevStack(
  engine: Engine,
  port: number,
  rounds: number,
): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project(`berth-bench-${engine}`, engine);
  const up = (name: string) =>
    measure(figures, name, project, ["up", "--yes", "--skip-preview", "--stack", "dev"]);
  try {
    await project.stack("dev", { mode: "dev", app: { name: "widgets", port } });
    await project.mustUp("dev");
    succeeded(await project.destroy("dev"));
    for (let round = 0; round < rounds; round++) {
      await up("first up");
      await up("no-op up");
      await measure(figures, "preview", project, ["preview", "--stack", "dev"]);
      await up("no-op up");
      changeCode(project);
      await up("code change");
      await measure(figures, "destroy", project, [
        "destroy",
        ...["--yes", "--skip-preview", "--stack", "dev"],
      ]);
    }
  } finally {
    await project.remove();
  }
  return figures;
}
