import type Docker from "dockerode";

import { CONTENT_LABEL } from "../../../../docker/content-label";
import { orMissing } from "../../../../docker/missing";
import type { Session } from "../handler";
import { familiarRepository, parseReference } from "../registry/reference";
import type { BuiltImage } from "./build";
import { relativeDockerfileOf } from "./build-context";
import type { BuildInputs } from "./fields";

/**
 * The image of that name, where its label says that the name stands for what it was built from: a look
 * ahead has built it, or a deployment before this one.
 */
export async function builtBefore(
  imageName: string,
  { context = ".", dockerfile = "Dockerfile" }: BuildInputs,
  { docker }: Session,
): Promise<BuiltImage | undefined> {
  const { tag } = parseReference(imageName);
  const image = tag && (await orMissing(docker.getImage(imageName).inspect()));
  if (!image || image.Config.Labels?.[CONTENT_LABEL] !== tag) return undefined;
  await nameAgain(docker, image, { repo: familiarRepository(imageName), tag });
  return { imageId: image.Id, relativeDockerfile: relativeDockerfileOf(context, dockerfile) };
}

/** The part of an image's inspection that dockerode has no type for. */
type Inspected = Docker.ImageInspectInfo & { Metadata?: { LastTagTime?: string } };

/**
 * As after a build, this is the image that was named last. The containerd image store notes no time for
 * a name that is there already, so the image has to lose and regain it; another one holds it meanwhile.
 */
async function nameAgain(
  docker: Docker,
  { Id, Metadata }: Inspected,
  { repo, tag }: { repo: string; tag: string },
): Promise<void> {
  const image = docker.getImage(Id);
  await image.tag({ repo, tag });
  const named: Inspected = await image.inspect();
  const before = Metadata?.LastTagTime;
  if (before === undefined || named.Metadata?.LastTagTime !== before) return;
  const meanwhile = `${tag}-again`;
  await image.tag({ repo, tag: meanwhile });
  await docker.getImage(`${repo}:${tag}`).remove();
  await image.tag({ repo, tag });
  await docker.getImage(`${repo}:${meanwhile}`).remove();
}
