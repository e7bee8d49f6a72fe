import * as pulumi from "@pulumi/pulumi";
import { workloadOf } from "../../container-options";
import { nameOf } from "../../labels";
import { ImageUser } from "../docker/image-user";
import { KeptVolume } from "../docker/kept-volume";
import { namedVolume } from "../docker/volume";
import type { VolumeOwnership, VolumeSpec } from "../platform";
import type { Workload } from "../workload";
import { jobService } from "./job";
import type { SwarmOptions } from "./options";

/**
 * A volume of the node that has the stack's data. Where that is not the engine itself, Swarm makes it
 * there with the first task, and it stays, as nobody here can remove it.
 */
export function volumeOfData(
  name: string,
  spec: VolumeSpec,
  options: SwarmOptions,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { elsewhere, constraint } = options.data;
  // An empty one is not even made where the node of the data turns out to be another.
  const volumeName = pulumi
    .output(constraint)
    .apply(() => spec.existing ?? nameOf(spec.id, spec.role));
  if (elsewhere === undefined) return namedVolume(name, spec, parent, volumeName);
  new KeptVolume(`${name}-kept`, { volume: volumeName, node: elsewhere }, { parent });
  return spec.owner ? givenThere(name, spec, spec.owner, volumeName, options, parent) : volumeName;
}

/** Only a task on that node can give it to somebody. */
function givenThere(
  name: string,
  { id, role }: VolumeSpec,
  { user, ...owner }: VolumeOwnership,
  volume: pulumi.Output<string>,
  options: SwarmOptions,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const uid = user ?? new ImageUser(`${name}-user`, owner, { parent }).uid;
  const workload: Workload = {
    ...workloadOf({ id, host: owner.host }, `${role}-owner`, { graceSeconds: 10 }),
    image: owner.image,
    entrypoint: ["chown"],
    command: [uid, owner.target],
    user: "0",
    volumes: [{ volume, target: owner.target }],
  };
  const { run } = jobService(`${name}-owner`, workload, {}, options, parent);
  return pulumi.all([volume, run.id]).apply(([made]) => made);
}
