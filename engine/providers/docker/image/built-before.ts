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
  // As after a build, this is the image that was named last.
  await docker.getImage(image.Id).tag({ repo: familiarRepository(imageName), tag });
  return { imageId: image.Id, relativeDockerfile: relativeDockerfileOf(context, dockerfile) };
}
