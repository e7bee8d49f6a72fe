import { openBuildSession } from "../../../../docker/build-session";
import { startBuild } from "../../../../docker/start-build";
import { UserError } from "../../../errors";
import { dockerMessage } from "../errors";
import type { Session } from "../handler";
import { followProgress } from "../registry/progress";
import { pull } from "../registry/pull";
import { buildContext } from "./build-context";
import { BuildProgress } from "./build-progress";
import type { BuildInputs } from "./fields";

export interface BuiltImage {
  imageId: string;
  relativeDockerfile: string;
}

/** Builds an image and tags it; a failure is thrown with the failed step's own words. */
export async function buildImage(
  imageName: string,
  build: BuildInputs,
  session: Session,
): Promise<BuiltImage> {
  const { docker, credentials, log, signal } = session;
  const show = (line: string) => log("info", line, true);
  await pullCaches(build, session);
  const context = buildContext(build.context ?? ".", build.dockerfile ?? "Dockerfile");
  const progress = new BuildProgress(show);
  const isBuildKit = build.builderVersion !== "BuilderV1";
  const callbacks = isBuildKit ? await openBuildSession(docker, credentials) : undefined;
  try {
    const query = buildQuery(imageName, build, context.dockerfile, callbacks?.id);
    const stream = await startBuild(docker, context.archive, query, signal);
    await followProgress(stream, show, ({ aux, id }) => progress.take(aux, id));
  } catch (error) {
    // An abort shows up as a broken connection only.
    const why = signal.aborted
      ? dockerMessage(signal.reason)
      : (progress.explain() ?? dockerMessage(error));
    throw new UserError(`image ${imageName} cannot be built: ${why}`, { cause: error });
  } finally {
    callbacks?.close();
  }
  if (!progress.imageId) throw new UserError(`the build of ${imageName} ended without an image`);
  return { imageId: progress.imageId, relativeDockerfile: context.relativeDockerfile };
}

/** The address part of a build request. */
export function buildQuery(
  imageName: string,
  build: BuildInputs,
  dockerfile: string,
  sessionId: string | undefined,
): Record<string, unknown> {
  const caches = build.cacheFrom?.images ?? [];
  return {
    t: imageName,
    dockerfile,
    version: sessionId ? "2" : "1",
    rm: true,
    ...(sessionId ? { session: sessionId } : {}),
    ...(build.args ? { buildargs: JSON.stringify(build.args) } : {}),
    ...(build.target ? { target: build.target } : {}),
    ...(build.platform ? { platform: build.platform } : {}),
    ...(build.network ? { networkmode: build.network } : {}),
    ...(build.addHosts?.length ? { extrahosts: build.addHosts.join() } : {}),
    ...(caches.length ? { cachefrom: JSON.stringify(caches) } : {}),
  };
}

/** BuildKit reuses a cache image more reliably when it is local. One that is missing is no error. */
async function pullCaches({ cacheFrom, platform }: BuildInputs, session: Session): Promise<void> {
  for (const name of cacheFrom?.images ?? []) {
    try {
      await pull(name, session, platform);
    } catch (error) {
      session.log("info", `cacheFrom image ${name} is not available: ${dockerMessage(error)}`);
    }
  }
}
