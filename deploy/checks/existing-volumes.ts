import type Docker from "dockerode";
import type { Findings } from "../platforms/platform";
import { type Claims, isOwn, ownerOf, ownerOfLabels, plainName } from "./conflicts";
import { isRecorded, type State, VOLUME } from "./recorded";

/** A volume that is there, which a stack takes over, and the setting that names it. */
export interface ExistingVolume {
  key: string;
  volume: string;
  /** Whether a server, of a database or another one, has its data in it. */
  ofServer?: boolean;
  /** Whether others may write to it at the same time. */
  isShared?: boolean;
}

type Container = Parameters<typeof plainName>[0] & Parameters<typeof ownerOf>[0];

/**
 * Volumes that are to be taken over and cannot be: Docker would make a missing one, empty and without a word.
 *
 * @param dataNode the node that has the stack's data, where there are several.
 */
export function existingVolumeProblems(
  claims: Pick<Claims, "project" | "stack"> & { existingVolumes?: readonly ExistingVolume[] },
  volumes: readonly Pick<Docker.VolumeInspectInfo, "Name" | "Labels">[],
  containers: readonly (Container & Pick<Docker.ContainerInfo, "Mounts">)[],
  dataNode: Findings["dataNode"],
  state?: State,
): string[] {
  return (claims.existingVolumes ?? []).flatMap(({ key, volume, isShared }) => {
    if (dataNode?.isElsewhere) {
      return `${key}: the data of this stack is on the node ${dataNode.name}, and only the volumes of the engine that is asked can be looked at; name that one: pulumi config set --stack ${claims.stack} host ssh://USER@${dataNode.name}`;
    }
    const found = volumes.find(({ Name }) => Name === volume);
    if (!found) {
      return `${key}: the engine has no volume ${volume}; name one that docker volume ls shows, or begin with one of the stack's own: pulumi config rm --stack ${claims.stack} --path ${key}`;
    }
    const labels = found.Labels ?? {};
    if (labels["berth.project"] && !isOwn(labels, claims)) {
      return `${key}: the volume ${volume} belongs to ${ownerOfLabels(labels)}; back that one up, and restore it here (docs/backups.md)`;
    }
    if (isDeletedAfterwards(volume, state)) {
      const { stack } = claims;
      return `${key}: the volume ${volume} is one that this stack made and does not keep: it would be deleted once it is named here; nothing was changed. Leave it out where it is the one of the same entry: pulumi config rm --stack ${stack} --path ${key}; that of another entry is kept once that one has keepData: true and was brought up`;
    }
    const user = containers.find(
      ({ State, Labels, Mounts }) =>
        State === "running" &&
        !isOwn(Labels, claims) &&
        Mounts.some((mount) => mount.Name === volume),
    );
    if (!user || isShared) return [];
    const name = plainName(user);
    return `${key}: the volume ${volume} is used by the container ${name} (${ownerOf(user)}), and two servers must never share one; stop it: docker stop ${name}, or have up do it: pulumi config set --stack ${claims.stack} --path 'adopt[0]' ${name}`;
  });
}

/** Whether the stack has a volume as its own that a destroy does not leave, as it leaves those that it names. */
const isDeletedAfterwards = (volume: string, state: State): boolean =>
  state !== undefined &&
  isRecorded(state, VOLUME, volume) &&
  !state.some(({ type, outputs }) => type.endsWith(":KeptVolume") && outputs.volume === volume);
