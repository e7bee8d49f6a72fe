import type * as pulumi from "@pulumi/pulumi";
import type { VolumeMount } from "../../volume-mounts";
import type { SwarmOptions } from "./options";

/** Keeps a service on the node that the engine is itself, which has the folders of its host. */
export const onOwnNode = ({ node }: SwarmOptions) => `node.id==${node}`;

/**
 * Keeps a service where it finds what it mounts: another node would make an empty volume of that name,
 * without a word.
 */
export function placesOf(
  volumes: readonly VolumeMount[] = [],
  swarm: SwarmOptions,
): pulumi.Input<string>[] {
  return [
    ...(volumes.some(({ volume }) => volume !== undefined) ? [swarm.data.constraint] : []),
    ...(volumes.some(({ hostPath }) => hostPath !== undefined) ? [onOwnNode(swarm)] : []),
  ];
}
