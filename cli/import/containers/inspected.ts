import type { LightClient } from "../../../docker/light-client";
import { orMissing } from "../../../docker/missing";

/** What a container and an image have in common. */
export interface Config {
  Image?: string;
  Hostname?: string;
  User?: string;
  Env?: string[] | null;
  Cmd?: string[] | null;
  Entrypoint?: string[] | null;
  WorkingDir?: string;
  Labels?: Record<string, string> | null;
  ExposedPorts?: Record<string, unknown> | null;
  StopSignal?: string;
  StopTimeout?: number;
  /** Times in nanoseconds. */
  Healthcheck?: {
    Test?: string[];
    Interval?: number;
    Timeout?: number;
    StartPeriod?: number;
    Retries?: number;
  } | null;
}

export interface Mount {
  Type: string;
  Name?: string;
  Source?: string;
  Destination: string;
  RW: boolean;
}

type Bindings = Record<string, { HostIp?: string; HostPort?: string }[] | null>;

/** What `docker inspect` tells of a container. */
export interface InspectedContainer {
  Id: string;
  Name: string;
  /** Id of its image. */
  Image: string;
  Config: Config;
  Mounts: Mount[];
  HostConfig: Partial<{
    NetworkMode: string;
    PortBindings: Bindings | null;
    PublishAllPorts: boolean;
    RestartPolicy: { Name: string; MaximumRetryCount?: number };
    AutoRemove: boolean;
    Links: string[] | null;
    NanoCpus: number;
    CpuQuota: number;
    CpuPeriod: number;
    Memory: number;
    PidsLimit: number | null;
    CapAdd: string[] | null;
    CapDrop: string[] | null;
    Privileged: boolean;
    ReadonlyRootfs: boolean;
    Init: boolean | null;
    Tmpfs: Record<string, string> | null;
    ExtraHosts: string[] | null;
    Dns: string[] | null;
    GroupAdd: string[] | null;
    IpcMode: string;
    PidMode: string;
    SecurityOpt: string[] | null;
    ShmSize: number;
    Sysctls: Record<string, string> | null;
    Ulimits: { Name: string; Soft: number; Hard: number }[] | null;
    Devices: unknown[] | null;
    DeviceRequests: unknown[] | null;
    LogConfig: { Type: string; Config?: Record<string, string> | null };
  }>;
  NetworkSettings: {
    Ports?: Bindings | null;
    Networks?: Record<string, { IPAddress?: string; Aliases?: string[] | null }> | null;
  };
}

/** A container, and what its image says by itself. */
export interface Running {
  container: InspectedContainer;
  /** Names that the image has now; none where they have moved to another. */
  imageNames: readonly string[];
  image: Config;
}

interface InspectedImage {
  RepoTags?: string[] | null;
  RepoDigests?: string[] | null;
  Config?: Config | null;
}

/** @returns undefined for what the engine does not have. */
export async function inspect(client: LightClient, name: string): Promise<Running | undefined> {
  const path = `/containers/${encodeURIComponent(name)}/json`;
  const container = await orMissing(client.ask<InspectedContainer>("GET", path));
  if (!container) return undefined;
  const image = await orMissing(
    client.ask<InspectedImage>("GET", `/images/${encodeURIComponent(container.Image)}/json`),
  );
  const imageNames = [...(image?.RepoTags ?? []), ...(image?.RepoDigests ?? [])];
  return { container, imageNames, image: image?.Config ?? {} };
}

export const nameOf = ({ Name }: Pick<InspectedContainer, "Name">): string =>
  Name.replace(/^\//, "");
