import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/** What `docker run -v` mounts: an anonymous volume, a named one, or a folder of the host. */
export type VolumeMount = {
  /** Path in the container. */
  target: string;
  /** @default false */
  readOnly?: boolean;
} & (
  | { volume?: undefined; hostPath?: undefined }
  | {
      /** Name of a volume. */
      volume: pulumi.Input<string>;
      hostPath?: undefined;
    }
  | {
      /** Absolute path on the engine's machine. */
      hostPath: string;
      volume?: undefined;
    }
);

/** Mounts in the docker provider's shape. An anonymous volume goes with its container. */
export function volumeInputs(mounts: readonly VolumeMount[] = []) {
  return mounts.map(({ target, volume, hostPath, readOnly }) => ({
    containerPath: target,
    volumeName: volume,
    hostPath,
    readOnly,
  })) satisfies docker.ContainerArgs["volumes"];
}
