import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { labels, nameOf } from "../../labels";
import type { VolumeSpec } from "../platform";
import { KeptVolume } from "./kept-volume";
import { VolumeOwner } from "./volume-owner";

/** A named volume of an engine. One that is there is no resource: nothing of the stack may ever delete it. */
export function namedVolume(
  name: string,
  spec: VolumeSpec,
  parent: pulumi.Resource,
  volumeName: pulumi.Input<string> = spec.existing ?? nameOf(spec.id, spec.role),
): pulumi.Output<string> {
  const { keep, existing, owner } = spec;
  const made =
    existing === undefined ? madeVolume(name, spec, parent, volumeName) : pulumi.output(volumeName);
  if (keep) new KeptVolume(`${name}-kept`, { volume: made }, { parent });
  if (!owner) return made;
  const given = new VolumeOwner(`${name}-owner`, { ...owner, volume: made }, { parent });
  return pulumi.all([made, given.id]).apply(([madeName]) => madeName);
}

function madeVolume(
  name: string,
  { id, role, labels: more, keep }: VolumeSpec,
  parent: pulumi.Resource,
  volumeName: pulumi.Input<string>,
): pulumi.Output<string> {
  const volume = new docker.Volume(
    name,
    { name: volumeName, labels: [...labels(id, role), ...more] },
    {
      parent,
      retainOnDelete: keep,
      // A replacement would have the same name, which for Docker is the same volume: its deletion
      // would take the data along. One that a person made beforehand has options of its own.
      ignoreChanges: ["labels", "driverOpts"],
    },
  );
  return volume.name;
}
