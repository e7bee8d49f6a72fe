import type Docker from "dockerode";
import type { Platform } from "../../components/platforms";
import type { DockerHost } from "../../docker/host";
import type { Settings } from "../../settings";
import type { Claims, Volume } from "../checks/conflicts";
import type { State } from "../checks/recorded";
import type { ListedService } from "../checks/services";

/** What the engine says of itself, as far as it is read. */
export interface EngineInfo {
  NCPU: number;
  Swarm?: SwarmInfo;
}

/** What the engine says of the Swarm that it is in. */
export interface SwarmInfo {
  NodeID?: string;
  LocalNodeState?: string;
  ControlAvailable?: boolean;
  RemoteManagers?: { Addr: string }[] | null;
  /** Why it is in that state. */
  Error?: string;
}

/** What a stack wants, and what the engine that it goes to has. */
export interface Look {
  docker: Docker;
  host: DockerHost;
  /** `data`: names of the volumes whose content is nowhere else. */
  claims: Claims & { data?: readonly string[] };
  info: EngineInfo;
  containers: readonly Docker.ContainerInfo[];
  /** Those of them that this run does not stop. */
  staying: readonly Docker.ContainerInfo[];
  services: readonly ListedService[];
  volumes: readonly Volume[];
  /** Those under the stack's names that nobody can be said to have made. */
  unclaimed: readonly Volume[];
  /** Undefined where nobody knows what the stack's state has. */
  state: State | undefined;
}

/** What came of a look. */
export interface Findings {
  /** What would make an `up` fail, a line each. */
  problems: string[];
  warnings: string[];
  /** How many machines run what the stack starts. */
  machines: number;
  /** The node that has the stack's data; undefined without data, and where there is one machine. */
  dataNode?: { id: string; name: string; isElsewhere: boolean };
  /** The most CPUs that one container can have, and of what. */
  cpus(withData: boolean): { where: string; cpus: number };
  /**
   * Makes what the stack's parts are made on.
   *
   * @param host address of the engine.
   */
  open(host: string): Platform | undefined;
}

/** Looks at an engine, before anything is made. */
export type PlatformCheck = (look: Look) => Promise<Findings>;

/** What the settings come to on a platform. */
export interface StackPlatform {
  /** What a stack with these settings has to find there. */
  check(settings: Settings): PlatformCheck;
  /** What the names of its networks have beside their roles. */
  networkParts(settings: Settings): readonly string[];
  /** How its images get to where they run, where that is not the engine alone. */
  images?: Pick<Platform, "image">;
}
