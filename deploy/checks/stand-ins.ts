import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { isFromRegistry, STAND_IN_LABEL } from "../../docker/image-origin";

/** Says which images are stand-ins, so that nobody takes them for the official ones. */
export async function nameStandIns(
  docker: Docker,
  references: readonly string[],
  nodes: number,
): Promise<void> {
  const lines = references.map(async (reference) => {
    const image = await docker
      .getImage(reference)
      .inspect()
      .catch(() => undefined);
    const what = image?.Config.Labels?.[STAND_IN_LABEL];
    const isHereOnly = nodes > 1 && image && isFromRegistry(reference, image) === false;
    const where = isHereOnly ? "; no registry has it, so only nodes that have it can run it" : "";
    return what && `${reference} is a stand-in: ${what}${where}`;
  });
  const found = (await Promise.all(lines)).filter((line) => line !== undefined);
  if (found.length > 0) pulumi.log.info(found.join("\n"));
}
