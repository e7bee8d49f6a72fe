import type { NodeInfo } from "../../docker/node-label";
import type { CapacityClaims } from "./capacity";
import type { FoundNode } from "./data-node";

/** What a stack wants of a Swarm. */
export interface SwarmClaims {
  publishMode: "ingress" | "host";
  /** What the app's tasks ask of the nodes. */
  room: Omit<CapacityClaims, "stack">;
  /** Whether every node can have the app's image from a registry. */
  fromRegistry: boolean;
  /** Whether they stay when the stack goes. */
  keepData: boolean;
  /** Whether backups of them are made. */
  hasBackups: boolean;
  /** Host name of the node that is to have them. */
  dataNode?: string;
  /**
   * The setting that says so.
   *
   * @default "database.node"
   */
  dataNodeKey?: string;
}

/** What is known of a Swarm. */
export interface Swarm {
  /** Id of the manager that was asked. */
  node: string;
  nodes: NodeInfo[];
  /** Undefined where the stack has no data. */
  data: Exclude<FoundNode, { problem: string }> | undefined;
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
