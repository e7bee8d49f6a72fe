import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { labels, nameOf } from "../../labels";
import type { VolumeSpec } from "../platform";
import { KeptVolume } from "./kept-volume";
import { VolumeOwner } from "./volume-owner";

/** A named volume of an engine. */
export function namedVolume(
  name: string,
  { id, role, labels: more, keep, existing, owner }: VolumeSpec,
  parent: pulumi.Resource,
  volumeName: pulumi.Input<string> = existing ?? nameOf(id, role),
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
  if (keep) new KeptVolume(`${name}-kept`, { volume: volume.name }, { parent });
  if (!owner) return volume.name;
  const given = new VolumeOwner(`${name}-owner`, { ...owner, volume: volume.name }, { parent });
  return pulumi.all([volume.name, given.id]).apply(([madeName]) => madeName);
}
