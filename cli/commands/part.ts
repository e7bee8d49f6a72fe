/** How much of the machine a part may use, or uses. */
export interface Amounts {
  /** Number of CPUs. */
  cpus?: number;
  /** Bytes. */
  memory?: number;
}

/** Something of a stack that runs, or is there and does not: a container, or a task of a service. */
export interface Part {
  role: string;
  /** The container's name; of a task that of its service, with its slot. */
  name: string;
  /** The container's id; empty where a task has none. */
  id: string;
  /** The node's host name; undefined on one engine. */
  node?: string;
  /** Id of that node, where it is not the engine that is asked. */
  elsewhere?: string;
  /** In Docker's words: `running`, `exited`, `restarting`, `created`, `paused`, `dead`, or those of a task. */
  state: string;
  /** Undefined without a health check, and for tasks on other nodes. */
  health?: "healthy" | "unhealthy" | "starting";
  /** What the last health check said; empty where nothing did. */
  healthWords: string;
  /** When it got into this state, in ISO 8601. */
  since: string;
  /** Undefined where nobody counts. */
  restarts?: number;
  exitCode: number;
  killedForMemory: boolean;
  /** Why it did not start, in the engine's words; empty where it did. */
  error: string;
  /** Docker starts it again when it ends. */
  restartsItself: boolean;
  /** Id of its image, or a service's reference. */
  imageId: string;
  /** By its first tag, or the beginning of its id. */
  image: string;
  /** The tag of an image that was built for the stack. */
  release?: string;
  /** The engine has no such image any more. */
  imageGone: boolean;
  /** It has a health check, as what serves has and what ends by itself has not. */
  isChecked: boolean;
  /** Words before a command that give it the secret variables that the container's own one has. */
  secretEnv: readonly string[];
  limits: Amounts;
  usage?: Amounts;
}

export const runs = ({ state }: Part): boolean => state === "running";
