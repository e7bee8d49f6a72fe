import type Docker from "dockerode";
import { type AppImageArgs, hostOf, repositoryOf } from "../components/app-image";
import { findIn, listReleases, releaseTable } from "../components/releases";
import { userError } from "../errors/user-error";

/**
 * The image that a release names: `REPOSITORY@DIGEST` where it was pushed, else the engine's own id.
 * Nothing is built, and nothing is pulled yet.
 *
 * @param release a tag, an id, the beginning of an id, or a digest.
 * @throws pulumi.RunError with the releases that there are, where this is none of them.
 */
export async function findRelease(
  docker: Docker,
  image: AppImageArgs,
  release: string,
): Promise<string> {
  const { id, registry } = image;
  const repository = repositoryOf(image);
  const releases = await listReleases(docker, id);
  const here = findIn(releases, release);
  if (here) {
    const digest = here.digests.find((it) => it.startsWith(`${repository}@`));
    return registry?.push && digest ? digest : here.id;
  }
  const asked = registry?.push ? await inRegistry(docker, image, release) : undefined;
  if (asked && "digest" in asked) return `${repository}@${asked.digest}`;
  const nowhere = asked ? `, and the registry has none: ${asked.why}` : "";
  const set = (words: string) => `pulumi config ${words.replace(" ", ` --stack ${id.stack} `)}`;
  throw userError(
    [
      `release: given "${release}"; the engine has no such image of the stack ${id.stack}${nowhere}. ${releases.length > 0 ? "It has:" : "It has none."}`,
      ...(releases.length > 0 ? releaseTable(releases).map((line) => `  ${line}`) : []),
      `Set one that is there: ${set("set release TAG")}; or build again: ${set("rm release")}`,
    ].join("\n"),
  );
}

async function inRegistry(
  docker: Docker,
  image: AppImageArgs,
  release: string,
): Promise<{ digest: string } | { why: string }> {
  const { username, password, server = "" } = image.registry ?? {};
  const authconfig = { username, password, serveraddress: hostOf(server) };
  const separator = release.startsWith("sha256:") ? "@" : ":";
  const reference = `${repositoryOf(image)}${separator}${release}`;
  try {
    const login = username && password ? { authconfig } : {};
    const { Descriptor: found } = await docker.getImage(reference).distribution(login);
    return { digest: found.digest };
  } catch (error) {
    const { json, message } = error as { json?: { message?: string }; message: string };
    return { why: json?.message ?? message };
  }
}
