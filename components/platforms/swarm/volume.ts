import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../labels";
import { KeptVolume } from "../docker/kept-volume";
import { namedVolume } from "../docker/volume";
import type { VolumeSpec } from "../platform";
import type { SwarmOptions } from "./options";

/**
 * A volume of the node that has the stack's data. Where that is not the engine itself, Swarm makes it
 * there with the first task, and it stays, as nobody here can remove it.
 */
export function volumeOfData(
  name: string,
  spec: VolumeSpec,
  { data: { elsewhere, constraint } }: Pick<SwarmOptions, "data">,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  // An empty one is not even made where the node of the data turns out to be another.
  const volumeName = pulumi
    .output(constraint)
    .apply(() => spec.existing ?? nameOf(spec.id, spec.role));
  if (elsewhere === undefined) return namedVolume(name, spec, parent, volumeName);
  new KeptVolume(`${name}-kept`, { volume: volumeName, node: elsewhere }, { parent });
  return volumeName;
}
