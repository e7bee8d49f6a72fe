import type * as pulumi from "@pulumi/pulumi";

/** How a stack runs on a Swarm. */
export interface SwarmOptions {
  /** Id of the node that the engine is itself: folders of its host are there, and only there. */
  node: string;
  /** The node that has the stack's data. */
  data: DataPlace;
  /**
   * How ports are published: by Swarm's routing mesh, which needs IPVS, or by each node that runs a
   * task.
   */
  publishMode: "ingress" | "host";
  /** Whether what the nodes send to one another between containers is encrypted. */
  encrypted: boolean;
  /** How an app's tasks are replaced. */
  update: { parallelism: number; delaySeconds: number };
  /**
   * How many of an app's tasks a node may run.
   *
   * @default as many as fit
   */
  maxReplicas?: number;
  /** Labels such as `node.labels.zone`, over whose values an app's tasks are spread. */
  preferences: string[];
  /** What a node keeps for each of an app's tasks; `memory` in MB. */
  reservations: { cpus?: number; memory?: number };
}

/** Where volumes are that must not be lost. */
export interface DataPlace {
  /** Keeps a service on that node; known once the node is labelled. */
  constraint: pulumi.Input<string>;
  /**
   * Host name of that node where it is not the engine itself, which can then neither make its volumes
   * nor remove them.
   *
   * @default the engine itself
   */
  elsewhere?: string;
}
