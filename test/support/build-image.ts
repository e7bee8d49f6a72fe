import { pack } from "tar-stream";
import { followBuild } from "../../docker/build-log";
import { docker } from "./docker";

/** Builds an image of the tests' own; from the second time on it comes from the cache. */
export async function buildImage(
  tag: string,
  dockerfile: string,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const context = pack();
  context.entry({ name: "Dockerfile" }, dockerfile);
  for (const [name, content] of Object.entries(files)) context.entry({ name }, content);
  context.finalize();
  const stream = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
    version: "2",
    t: tag,
  });
  await followBuild(docker, stream);
}
