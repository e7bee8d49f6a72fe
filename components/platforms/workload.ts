import type * as pulumi from "@pulumi/pulumi";
import type { ContainerOptions, containerInputs } from "../container-options";
import type { HealthCheck } from "../health-checks";
import { SecretFiles, type SecretFilesArgs } from "./docker/secrets";
import type { ConfigReference } from "./swarm/configs";
import { type SecretReference, SwarmSecrets } from "./swarm/secrets";

/**
 * What runs, in the docker provider's words for a container. Lists are lists here and only what is in
 * them may be known later, so that a service of a Swarm can be made of it as well.
 */
export interface Workload extends Omit<ReturnType<typeof containerInputs>, "labels"> {
  image: pulumi.Input<string>;
  labels: { label: string; value: pulumi.Input<string> }[];
  command?: pulumi.Input<string>[];
  entrypoints?: string[];
  /** `NAME=VALUE`. */
  envs?: string[];
  init?: boolean;
  healthcheck?: HealthCheck;
  mounts?: { type: "bind"; source: string; target: string; readOnly?: boolean }[];
  /** By their names, or their ids on a Swarm. */
  networksAdvanced?: { name: pulumi.Input<string> }[];
  volumes?: {
    containerPath: string;
    volumeName?: pulumi.Input<string>;
    hostPath?: string;
    readOnly?: boolean;
  }[];
}

/** A workload with what only a service of a Swarm takes. */
export interface ServiceWorkload extends Workload {
  secrets?: SecretReference[];
  configs?: ConfigReference[];
}

/** Which secrets a workload gets, as SecretFilesArgs has them. Those of a Swarm always have versions. */
type SecretsOf = Pick<SecretFilesArgs, "role" | "files" | "perVersion">;

/** Gives secrets to a workload: as files of a volume, or as secrets of the Swarm. */
export function withSecrets<W extends Workload>(
  name: string,
  { id, host, swarm }: ContainerOptions,
  secretsOf: SecretsOf,
  workload: W,
  parent: pulumi.Resource,
): W & ServiceWorkload {
  if (secretsOf.files.length === 0) return workload;
  const args = { id, host, image: workload.image, ...secretsOf };
  if (swarm) {
    return { ...workload, secrets: new SwarmSecrets(name, args, { parent }).references };
  }
  const secrets = new SecretFiles(name, args, { parent });
  return {
    ...workload,
    labels: [...workload.labels, secrets.label],
    volumes: [...(workload.volumes ?? []), secrets.volume],
  };
}
