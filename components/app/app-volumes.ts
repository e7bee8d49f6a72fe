import type * as pulumi from "@pulumi/pulumi";
import { DataVolume } from "../data-volume";
import type { Footprint } from "../footprint";
import { nameOf, type StackId } from "../labels";
import type { Platform } from "../platforms";
import type { VolumeMount } from "../volume-mounts";

/** A named volume of the app, by its name `project-stack-NAME`. */
export interface AppVolume {
  name: string;
  /** Where the app's containers have it. */
  path: string;
  /**
   * Name of a volume that is there, with files. It is never deleted.
   *
   * @default one of its own
   */
  existing?: string;
  /**
   * Whether a destroy leaves it in place.
   *
   * @default false
   */
  keepData?: boolean;
}

export interface AppVolumesArgs {
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** Reference of the app's image. */
  image: pulumi.Input<string>;
  /**
   * The app's user, `UID` or `UID:GID`, who owns the folders.
   *
   * @default the image's own
   */
  user?: string;
  volumes: readonly AppVolume[];
  /** @default the engine itself */
  platform?: Platform;
}

/** What the app's volumes will have: all of them are data. */
export function appVolumesFootprint(
  id: StackId,
  all: readonly Pick<AppVolume, "name" | "existing">[],
): Partial<Footprint> {
  const own = all.filter(({ existing }) => existing === undefined);
  return {
    volumes: own.map(({ name }) => nameOf(id, name)),
    data: all.map(({ name, existing }) => existing ?? nameOf(id, name)),
  };
}

/** The named volumes of an app, whose folders are its user's, where its containers have them, and what the engine calls each. */
export function appVolumes(
  { volumes, id, platform, ...owner }: AppVolumesArgs,
  opts: pulumi.ComponentResourceOptions,
): {
  mounts: VolumeMount[];
  volumeNames: pulumi.Output<string>[];
  byName: Record<string, pulumi.Output<string>>;
} {
  const made = volumes.map(({ name: role, path: target, keepData, existing }) => {
    const args = { id, platform, role, keepData, existing, owner: { ...owner, target } };
    const { volumeName } = new DataVolume(`volume-${role}`, args, opts);
    return { role, target, volume: volumeName };
  });
  return {
    mounts: made.map(({ target, volume }) => ({ target, volume })),
    volumeNames: made.map(({ volume }) => volume),
    byName: Object.fromEntries(made.map(({ role, volume }) => [role, volume])),
  };
}
