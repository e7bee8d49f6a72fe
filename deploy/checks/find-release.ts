import type Docker from "dockerode";
import type { AppImageArgs } from "../../components/app/app-image-args";
import { repositoryOf } from "../../components/app/build-plan";
import { findIn, listReleases, type Release, releaseTable } from "../../components/app/releases";
import { registryOf } from "../../docker/image-origin";
import { userError } from "../../shared/user-error";
import { credentialsOf } from "./try-pull";

/**
 * The image that a release names: `REPOSITORY@DIGEST` where it was pushed, else the engine's own id.
 * Nothing is built, and nothing is pulled yet.
 *
 * @param release a tag, an id, the beginning of an id, or a digest.
 * @throws pulumi.RunError with the releases that there are, where this is none of them, or more than
 * one.
 */
export async function findRelease(
  docker: Docker,
  image: AppImageArgs,
  release: string,
): Promise<string> {
  const { id, registry } = image;
  const repository = repositoryOf(image);
  const releases = await listReleases(docker, id);
  const [here, ...others] = findIn(releases, release);
  if (here && others.length > 0) throw ambiguous(release, [here, ...others], id.stack);
  if (here) {
    const digest = here.digests.find((it) => it.startsWith(`${repository}@`));
    return registry?.push && digest ? digest : here.id;
  }
  const asked = registry?.push ? await inRegistry(docker, image, release) : undefined;
  if (asked && "digest" in asked) return `${repository}@${asked.digest}`;
  const nowhere = asked ? `, and the registry has none: ${asked.why}` : "";
  throw userError(
    [
      `release: given "${release}"; the engine has no such image of the stack ${id.stack}${nowhere}. ${releases.length > 0 ? "It has:" : "It has none."}`,
      ...(releases.length > 0 ? releaseTable(releases).map((line) => `  ${line}`) : []),
      `Set one that is there: pulumi config set --stack ${id.stack} release TAG; or build again: pulumi config rm --stack ${id.stack} release`,
    ].join("\n"),
  );
}

function ambiguous(release: string, candidates: readonly Release[], stack: string) {
  const lines = releaseTable(candidates).map((line) => `  ${line}`);
  return userError(
    [
      `release: given "${release}"; ${candidates.length} images of the stack ${stack} are meant by that:`,
      ...lines,
      `Set more of an id, or a tag: pulumi config set --stack ${stack} release TAG`,
    ].join("\n"),
  );
}

async function inRegistry(
  docker: Docker,
  image: AppImageArgs,
  release: string,
): Promise<{ digest: string } | { why: string }> {
  const separator = release.startsWith("sha256:") ? "@" : ":";
  const reference = `${repositoryOf(image)}${separator}${release}`;
  try {
    const authconfig = await credentialsOf(image.registry).find(registryOf(reference));
    const login = authconfig ? { authconfig } : {};
    const { Descriptor: found } = await docker.getImage(reference).distribution(login);
    return { digest: found.digest };
  } catch (error) {
    const { json, message } = error as { json?: { message?: string }; message: string };
    return { why: json?.message ?? message };
  }
}
