import { pack } from "tar-fs";
import { followBuild } from "../docker/build-log";
import { passesHealthTest } from "../docker/health-test";
import { docker } from "../test/support/docker";
import type { Engine } from "../test/support/engines";
import { eventually } from "../test/support/http";
import { Project } from "../test/support/project";
import { type Figures, measure, note } from "./measure";
import { changeCode } from "./stacks";
import { timed } from "./stats";

const STACK = "prod";

/**
 * The prod stack with Redis: a rolling redeploy of one changed line; and what a person does by hand for
 * the same change, which is the image's build and the app's start.
 */
export async function measureRedeploy(
  engine: Engine,
  port: number,
  rounds: number,
): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project(`berth-bench-${engine}`, engine);
  try {
    await project.stack(STACK, {
      mode: "prod",
      database: "redis",
      app: { name: "widgets", port },
    });
    await project.mustUp(STACK);
    for (let round = 0; round < rounds; round++) {
      changeCode(project);
      await measure(figures, "rolling redeploy", project, [
        ...["up", "--yes", "--skip-preview", "--stack", STACK],
      ]);
      changeCode(project);
      const seconds = await timed(() => buildAndStart(project));
      note(figures, "build and start by hand", { seconds });
    }
  } finally {
    await project.remove();
  }
  return figures;
}

/** Builds the app's image and runs it once more as the stack's container runs, until it is healthy. */
async function buildAndStart(project: Project): Promise<void> {
  const app = docker.getContainer(await project.containerOf(STACK, "app-1"));
  const { Config, HostConfig, NetworkSettings } = await app.inspect();
  const image = `${project.name}:by-hand`;
  const context = pack(project.path("app"));
  const stream = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
    version: "2",
    t: image,
    target: "prod",
    labels: { "berth.project": project.name },
  });
  await followBuild(docker, stream);
  const container = await docker.createContainer({
    ...Config,
    // Docker would keep the other one's.
    Hostname: undefined,
    Image: image,
    HostConfig,
  });
  try {
    const others = Object.keys(NetworkSettings.Networks).filter(
      (network) => network !== HostConfig.NetworkMode,
    );
    for (const network of others) {
      await docker.getNetwork(network).connect({ Container: container.id });
    }
    await container.start();
    await eventually(async () => passesHealthTest(container, await container.inspect()));
  } finally {
    await container.remove({ force: true, v: true });
  }
}
