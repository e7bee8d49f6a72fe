/** The parts of a service's inspection that tell whether it has converged. */
export interface InspectedService {
  Spec: ServiceSpec;
  /** There once it was changed. */
  PreviousSpec?: ServiceSpec;
  UpdateStatus?: { State?: string; Message?: string };
}

export interface ServiceSpec {
  Labels?: Record<string, string>;
  Mode?: { Replicated?: { Replicas?: number } };
  EndpointSpec?: object;
  TaskTemplate: TaskTemplate;
}

/** What somebody who looks at a service knows of it. */
export interface Known {
  /** Its label of that name; what it was rolled back to may be what is wanted now. */
  version?: string;
  /** Ids of tasks that had ended before anybody waited: what made them end may be mended. */
  ended?: ReadonlySet<string>;
  /**
   * How long somebody has waited for it. A task that ends and is started again may wait for something: it
   * is judged when its start period is over.
   *
   * @default longer than any start period
   */
  watchedSeconds?: number;
}

/** What a task is made of. */
export interface TaskTemplate {
  /** The start period is in nanoseconds. */
  ContainerSpec?: { Image?: string; Healthcheck?: { StartPeriod?: number } };
  Resources?: object;
  Placement?: object;
  Networks?: object;
  LogDriver?: object;
  ForceUpdate?: number;
  RestartPolicy?: { Condition?: string };
}

/** The parts of a task's inspection that tell how it is. */
export interface ListedTask {
  ID: string;
  /** The number that it has among those of a service with replicas; its successors have it too. */
  Slot?: number;
  NodeID?: string;
  DesiredState: string;
  Spec: TaskTemplate;
  Status: {
    Timestamp?: string;
    State: string;
    Err?: string;
    ContainerStatus?: { ContainerID?: string; ExitCode?: number };
  };
}

/** How far a service is. */
export type Convergence =
  | {
      state: "ready";
      /** False where Swarm may be about to begin an update: not all changes can be told from tasks. */
      isSure: boolean;
    }
  | Waiting
  | {
      state: "failed";
      why: string;
      trouble: ListedTask | undefined;
      /** What else helps than another version. */
      mend?: Mend;
    };

/** A refresh that tries the version again, or an update that makes a task anew. */
export type Mend = "refresh" | "force";

export interface Waiting {
  state: "waiting";
  running: number;
  wanted: number;
  /** Tasks of the version before. */
  former: number;
  /** What each task of this version has come to, and where: as long as it is nothing new, nothing moves. */
  steps: string[];
  /** Those whose node gets ready for them, which is to pull the image. */
  preparing: ListedTask[];
  /** One that has started, and is not healthy yet. */
  starting: ListedTask | undefined;
  trouble: ListedTask | undefined;
}
