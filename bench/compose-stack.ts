import { get } from "../test/support/http";
import { Project } from "../test/support/project";
import { Compose } from "./compose";
import { type Figures, note } from "./measure";
import { changeCode } from "./stacks";
import { timed } from "./stats";

/** The same two services by Compose, as the docker client has it. */
export async function measureCompose(port: number, rounds: number): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project("berth-bench");
  const compose = new Compose(project, port, "mysql:9.7");
  const up = async () => {
    await compose.up();
    await get(`http://localhost:${port}/healthz`);
  };
  const measure = async (name: string, action: () => Promise<void>) =>
    note(figures, name, { seconds: await timed(action) });
  try {
    await up();
    await compose.down();
    for (let round = 0; round < rounds; round++) {
      await measure("first up", up);
      await measure("no-op up", up);
      await measure("no-op up", up);
      changeCode(project);
      await measure("code change", up);
      await measure("destroy", compose.down);
    }
  } finally {
    await compose.remove();
    await project.remove();
  }
  return figures;
}
