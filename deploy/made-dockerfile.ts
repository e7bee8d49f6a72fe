import { madeFor } from "../components/app/build-plan";
import type { GeneratedDockerfile } from "../components/app/python/dockerfile";
import type { Settings } from "../settings";

const known = new WeakMap<Settings["app"], GeneratedDockerfile | undefined>();

/**
 * The Dockerfile that is made for a stack's app; undefined where it has one. Its folder is read once for the
 * same settings.
 *
 * @throws pulumi.RunError where the folder does not say enough, but for a release, which runs whatever its
 *   folder has become.
 */
export function madeDockerfile({
  app,
  server,
  release,
}: Settings): GeneratedDockerfile | undefined {
  if (app.image !== undefined) return undefined;
  if (!known.has(app)) known.set(app, readFor({ ...app, server }, release));
  return known.get(app);
}

function readFor(app: Parameters<typeof madeFor>[0], release: Settings["release"]) {
  try {
    return madeFor(app);
  } catch (error) {
    if (release === undefined) throw error;
    return undefined;
  }
}
