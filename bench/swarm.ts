import { writeFileSync } from "node:fs";
import type { Engine } from "../test/support/engines";
import { Project } from "../test/support/project";
import { startSwarm } from "../test/support/swarm";
import { type Figures, measure } from "./measure";

const COUNTS = [1, 10, 50];
const IMAGE = "redis:8";
const ROUNDS = 3;

/** A service on three nodes that grows: what the number of its tasks adds to a command. */
export async function measureSwarm(engine: Engine): Promise<Figures> {
  const figures: Figures = {};
  const name = "berth-bench-swarm";
  const swarm = await startSwarm(name, { images: [IMAGE] });
  const project = new Project(name, engine);
  writeFileSync(project.path("index.ts"), 'import "./bench/swarm/index";\n');
  // The provider asks the engine that the environment names.
  process.env.DOCKER_HOST = swarm.manager.host;
  const run = (what: string, count: number, ...words: string[]) =>
    measure(figures, `${what}, ${count} tasks`, project, [...words, "--stack", "prod"]);
  try {
    for (const node of swarm.nodes) await node.run("pull", IMAGE);
    await project.stack("prod", { mode: "prod" });
    for (const count of COUNTS) {
      project.configure("prod", { mode: "prod", count, image: IMAGE, host: swarm.manager.host });
      await run("up to", count, "up", "--yes", "--skip-preview");
      for (let round = 0; round < ROUNDS; round++) {
        await run("no-op up", count, "up", "--yes", "--skip-preview", "--expect-no-changes");
        await run("preview", count, "preview", "--expect-no-changes");
        await run("preview --refresh", count, "preview", "--refresh", "--expect-no-changes");
      }
    }
    await run("destroy", COUNTS.at(-1) ?? 0, "destroy", "--yes", "--skip-preview");
  } finally {
    delete process.env.DOCKER_HOST;
    await swarm.stop();
    await project.remove();
  }
  return figures;
}
