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
