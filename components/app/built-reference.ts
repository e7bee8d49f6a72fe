import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { connectToAsk } from "../../docker/connect";
import { orMissing } from "../../docker/missing";

/**
 * What a container is to run of an image that was built. The docker provider does not see on a refresh
 * that it is gone, after a prune or with another image store, and an id cannot be pulled: the image that
 * the engine has under its name is the one that a look ahead built again.
 *
 * @param host address of the Docker engine; undefined: what the state says is taken as it is.
 */
export function builtReference(
  { repoDigest, imageName }: Pick<docker.Image, "repoDigest" | "imageName">,
  host: string | undefined,
): pulumi.Output<string> {
  if (host === undefined) return repoDigest;
  return pulumi.all([repoDigest, imageName]).apply(async ([reference, name]) => {
    // What was pushed is pulled again.
    if (!reference.startsWith("sha256:")) return reference;
    const engine = connectToAsk(host);
    if (await orMissing(engine.getImage(reference).inspect())) return reference;
    return (await orMissing(engine.getImage(name).inspect()))?.Id ?? reference;
  });
}
