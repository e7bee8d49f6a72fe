import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import Docker = require("dockerode");

import { BuildError, followBuild } from "../docker/build-log";
import { orMissing } from "../docker/missing";

/** The image as the engine has it, or undefined when it does not have it. */
export async function inspectImage(
  docker: Docker,
  reference: string,
): Promise<Docker.ImageInspectInfo | undefined> {
  return orMissing(docker.getImage(reference).inspect());
}

export interface Build {
  /** The folder below this one that has the Dockerfile. */
  name: string;
  tag: string;
  labels?: Record<string, string>;
  args?: Record<string, string>;
}

/** Builds with BuildKit, straight through the Docker API: no docker client is needed. */
export async function buildImage(docker: Docker, build: Build): Promise<void> {
  const context = { context: __dirname, src: [build.name, "shared"] };
  const stream = await docker.buildImage(context, {
    version: "2",
    dockerfile: `${build.name}/Dockerfile`,
    t: build.tag,
    labels: build.labels,
    buildargs: { ...proxies(process.env), ...build.args },
  });
  await follow(docker, stream);
}

/** Waits for the end of a stream of progress messages; fails with its last lines when it failed. */
export async function follow(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  await followBuild(docker, stream).catch((error: unknown) => {
    if (!(error instanceof BuildError)) throw error;
    throw new Error([...error.lastLines, error.message].join("\n"), { cause: error });
  });
}

/** Runs one command in a new container of the image and returns what it printed. */
export async function outputOf(docker: Docker, image: string, command: string[]): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: command,
    Cmd: [],
    NetworkDisabled: true,
  });
  try {
    await container.start();
    await container.wait();
    const log = await container.logs({ stdout: true, follow: true });
    const stdout = new PassThrough();
    docker.modem.demuxStream(log, stdout, stdout);
    log.on("end", () => stdout.end());
    return (await text(stdout)).trim();
  } finally {
    await container.remove({ force: true, v: true });
  }
}

/** The proxies of this machine: Docker knows these arguments and leaves them out of the image. */
function proxies(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ["http_proxy", "https_proxy", "no_proxy"];
  const found = names.flatMap((name) => {
    const value = env[name] ?? env[name.toUpperCase()];
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}
