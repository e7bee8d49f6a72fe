import type * as pulumi from "@pulumi/pulumi";
import type { Supports } from "../../shared/platforms";
import type { Role, StackId } from "../labels";
import type { HostAddress, Served, ServeSpec } from "./serve-spec";
import type { ContainerOptions, Secrets, Workload } from "./workload";

/** The options of a resource that belongs to a component. */
export type ChildOptions = pulumi.CustomResourceOptions & { parent: pulumi.Resource };

export interface NetworkSpec {
  id: StackId;
  /**
   * A network for data, without a way out, which the containers of another network of the stack reach too.
   *
   * @default the stack's own network
   */
  data?: {
    /** Address of the Docker engine. */
    host: string;
    /** Reference of the other network. */
    from: pulumi.Input<string>;
  };
}

export interface JoinedNetwork {
  name: pulumi.Output<string>;
  /** What a workload joins it by. */
  reference: pulumi.Output<string>;
}

export interface VolumeSpec {
  /** The stack that the volume belongs to; names it `project-stack-role`. */
  id: StackId;
  /** What the volume holds, such as `mysql-data`. */
  role: Role;
  /** Labels beside those of the stack. */
  labels: { label: string; value: string }[];
  /** Whether the volume stays when it is deleted from the stack. */
  keep: boolean;
  /**
   * Name of a volume that is there already.
   *
   * @default a new one
   */
  existing?: string;
  /**
   * Whose its folder is.
   *
   * @default its first container's image says so
   */
  owner?: VolumeOwnership;
}

/** Who writes to a volume. */
export interface VolumeOwnership {
  /** Address of the Docker engine. */
  host: string;
  /** An image that the engine has: the one of the containers that write there. */
  image: pulumi.Input<string>;
  /** Where these mount it. */
  target: string;
  /**
   * `UID` or `UID:GID` in numbers.
   *
   * @default the image's own user
   */
  user?: string;
}

/** A file to be: its name, its content, and the number of its owner (the image's user where it is left out). */
export interface SecretFile {
  name: string;
  content: pulumi.Input<string>;
  uid?: number;
}

export interface SecretsSpec {
  id: StackId;
  /** Role of what reads them. */
  role: Role;
  /**
   * Whether other contents, or another owner, have a place of their own: a container that still serves
   * keeps what it has.
   *
   * @default false
   */
  perVersion?: boolean;
  /** Address of the Docker engine. */
  host: string;
  /** An image that the engine has: the one of the container that reads the files. */
  image: pulumi.Input<string>;
  files: SecretFile[];
}

/** A port of a container, and where it is published. */
export interface PortBinding {
  internal: number;
  published: HostAddress;
  /** @default "tcp" */
  protocol?: "tcp" | "udp";
}

export interface SingletonSpec {
  /** The port that it listens on. */
  port?: number;
  /**
   * Where that is published.
   *
   * @default not published
   */
  published?: HostAddress;
  /**
   * More of its ports that are published.
   *
   * @default none
   */
  ports?: PortBinding[];
  /** Seconds that a start may take. */
  startSeconds: number;
  /**
   * Where it has to run: where the stack's data is, or where the folders of the engine's own host are.
   *
   * @default anywhere
   */
  on?: "data" | "host";
  /**
   * Labels that take part in its identity where it is not a container: another value replaces it.
   *
   * @default none
   */
  ownLabels?: { label: string; value: string }[];
}

export interface JobSpec {
  /**
   * Another text than at the last run makes it run again.
   *
   * @default it runs again when the workload changes
   */
  runAgain?: string;
  /**
   * What has to be there before it runs.
   *
   * @default nothing
   */
  needs?: readonly pulumi.Resource[];
  /**
   * Runs it for another key, and not for what else changes of the workload.
   *
   * @default it runs again when the workload changes
   */
  once?: {
    key: pulumi.Input<string>;
    /** Whether another key is none to run it for, once it has run at all. */
    isKept?: boolean;
  };
  /**
   * Seconds that it may take. It is killed after them, and has failed.
   *
   * @default no limit
   */
  timeoutSeconds?: number;
  /**
   * What an error says beside the end of the log.
   *
   * @default nothing
   */
  wayOut?: string;
}

export interface JobDone {
  /** Is there when the job ended with exit code 0. */
  run: pulumi.CustomResource;
  /** The command that shows what it printed. */
  logs: string;
}

export interface BackgroundSpec {
  /** How many run at once. */
  replicas: number;
  /** Whether the old ones are gone before a new one starts; otherwise they go when the new ones are well. */
  stopsFirst: boolean;
  /** Seconds that a start may take. */
  startSeconds: number;
  /**
   * Seconds that they have to run without a restart to count as well, where they have no check.
   *
   * @default 0
   */
  settleSeconds?: number;
}

/** What a stack's parts are made on. */
export interface Platform {
  /** What it does, for rules, defaults and components that have to know. */
  readonly supports: Supports;
  network(name: string, spec: NetworkSpec, parent: pulumi.Resource): JoinedNetwork;
  /** @returns the volume's name. */
  volume(name: string, spec: VolumeSpec, parent: pulumi.Resource): pulumi.Output<string>;
  /**
   * Has the engine pull an image.
   *
   * @returns what a workload names it by.
   */
  image(
    name: string,
    reference: string,
    host: string | undefined,
    parent: pulumi.Resource,
  ): pulumi.Output<string>;
  /** Makes files that one user can read, for `Workload.secrets`. */
  secrets(name: string, spec: SecretsSpec, parent: pulumi.Resource): Secrets;
  /** Runs an app: one container or several, behind an edge where a rollout is to lose nothing. */
  serve(
    name: string,
    workload: Workload,
    spec: ContainerOptions & ServeSpec,
    opts: ChildOptions,
  ): Served;
  /**
   * Runs what there is one of, under the name `project-stack-role`. A new one starts only when the old
   * one is gone.
   *
   * @returns the gate that is there once it was seen healthy.
   */
  singleton(
    name: string,
    workload: Workload,
    spec: SingletonSpec,
    opts: ChildOptions,
  ): pulumi.CustomResource;
  /**
   * Runs what works on its own, without traffic, such as workers: under the name `project-stack-role`, or
   * several, or old and new ones at once, under names that begin with it.
   */
  background(name: string, workload: Workload, spec: BackgroundSpec, opts: ChildOptions): Served;
  /** Runs something to its end, once for the same inputs. */
  job(name: string, workload: Workload, spec: JobSpec, parent: pulumi.Resource): JobDone;
}
