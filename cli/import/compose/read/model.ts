import type { Mapping } from "../../../../shared/yaml-file";
import type { Places } from "./places";

/** A service, each key in the long form of the Compose specification. */
export interface ComposeService extends Mapping {
  build?: ComposeBuild;
  image?: string;
  /** Null takes away what an image says. */
  command?: readonly string[] | null;
  entrypoint?: readonly string[] | null;
  /** What env_file and environment give it in the end. */
  environment?: Readonly<Record<string, string>>;
  depends_on?: Readonly<Record<string, ComposeDependency>>;
  ports?: readonly ComposePort[];
  volumes?: readonly ComposeMount[];
}

export interface ComposeBuild extends Mapping {
  /** An absolute path, or an address. */
  context?: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  target?: string;
  args?: Readonly<Record<string, string | null>>;
}

export interface ComposeDependency extends Mapping {
  condition: "service_started" | "service_healthy" | "service_completed_successfully";
  required: boolean;
}

export interface ComposePort extends Mapping {
  target: number;
  published: string;
  host_ip?: string;
  protocol: string;
}

export interface ComposeMount extends Mapping {
  type: "volume" | "bind" | "tmpfs" | "npipe" | "cluster" | "image";
  source?: string;
  target: string;
  read_only?: boolean;
}

/** What is declared below volumes, networks, secrets and configs. */
export interface ComposeResource extends Mapping {
  /** As Docker knows it: with the project's name in front, where the file names none. */
  name: string;
  external?: boolean;
}

/** A project as Compose sees it once all files are read, merged and filled in. */
export interface ComposeProject {
  name: string;
  folder: string;
  /** As they were named, in their order. */
  files: readonly string[];
  services: Readonly<Record<string, ComposeService>>;
  /** Services of profiles that are not active. */
  inactive: Readonly<Record<string, ComposeService>>;
  networks: Readonly<Record<string, ComposeResource>>;
  volumes: Readonly<Record<string, ComposeResource>>;
  secrets: Readonly<Record<string, ComposeResource>>;
  configs: Readonly<Record<string, ComposeResource>>;
  places: Places;
  /** Variables that are not set, and were taken as empty. */
  unset: readonly string[];
}
