import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../test/support/engines";
import { Project } from "../test/support/project";
import { type Figures, measure } from "./measure";

const FOLDERS = 600;
const FILES_EACH = 100;

/** An `up` that changes nothing, where 60,000 files lie beside the app's folder, and where they lie in it. */
export async function measureFiles(engine: Engine, port: number, rounds: number): Promise<Figures> {
  const figures: Figures = {};
  for (const [place, folder] of [
    ["beside the app", "data"],
    ["in the app's image", "app/data"],
  ] as const) {
    const project = new Project(`berth-bench-files-${engine}`, engine);
    try {
      writeFiles(project.path(folder));
      await project.stack("dev", { mode: "dev", database: "none", app: { name: "widgets", port } });
      await project.mustUp("dev");
      for (let round = 0; round < rounds; round++) {
        const words = ["up", "--yes", "--skip-preview", "--stack", "dev"];
        await measure(figures, `no-op up, 60,000 files ${place}`, project, words);
      }
    } finally {
      await project.remove();
    }
  }
  return figures;
}

function writeFiles(folder: string): void {
  for (let number = 0; number < FOLDERS; number++) {
    const inner = join(folder, String(number));
    mkdirSync(inner, { recursive: true });
    for (let file = 0; file < FILES_EACH; file++) {
      writeFileSync(join(inner, `${file}.txt`), `file ${number}-${file}\n`);
    }
  }
}
