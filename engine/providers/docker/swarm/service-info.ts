/** The parts of a service's inspection that are read. dockerode's types leave most of them out. */
export interface ServiceInfo {
  ID: string;
  Version: { Index: number };
  UpdatedAt?: string;
  Spec: {
    Name: string;
    Labels?: Record<string, string>;
    Mode?: { Global?: object; Replicated?: { Replicas?: number } };
    EndpointSpec?: { Mode?: string; Ports?: PortInfo[] };
    UpdateConfig?: RolloutInfo;
    RollbackConfig?: RolloutInfo;
    TaskTemplate: TaskInfo;
  };
  Endpoint?: { Spec?: { Mode?: string }; Ports?: PortInfo[] };
  UpdateStatus?: UpdateStatus;
}

export interface UpdateStatus {
  State: string;
  Message: string;
  StartedAt?: string;
}

interface PortInfo {
  Name?: string;
  Protocol?: string;
  TargetPort?: number;
  PublishedPort?: number;
  PublishMode?: string;
}

interface RolloutInfo {
  Parallelism?: number;
  Delay?: number;
  FailureAction?: string;
  Monitor?: number;
  MaxFailureRatio?: number;
  Order?: string;
}

export interface TaskInfo {
  ContainerSpec: ContainerSpecInfo;
  ForceUpdate?: number;
  Runtime?: string;
  Networks?: { Target: string; Aliases?: string[]; DriverOpts?: Record<string, string> }[];
  LogDriver?: { Name: string; Options?: Record<string, string> };
  Placement?: {
    Constraints?: string[];
    MaxReplicas?: number;
    Preferences?: { Spread: { SpreadDescriptor: string } }[];
    Platforms?: { Architecture?: string; OS?: string }[];
  };
  Resources?: {
    Limits?: { NanoCPUs?: number; MemoryBytes?: number };
    Reservations?: { NanoCPUs?: number; MemoryBytes?: number };
  };
  RestartPolicy?: { Condition?: string; Delay?: number; MaxAttempts?: number; Window?: number };
}

interface FileInfo {
  File?: { Name: string; UID: string; GID: string; Mode: number };
}

interface MountInfo {
  Type: string;
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  BindOptions?: { Propagation?: string };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels?: Record<string, string>;
    DriverConfig?: { Name?: string; Options?: Record<string, string> };
  };
}

export interface ContainerSpecInfo {
  Image: string;
  Mounts?: MountInfo[];
  Labels?: Record<string, string>;
  Command?: string[];
  Args?: string[];
  Hostname?: string;
  Env?: string[];
  Dir?: string;
  User?: string;
  Groups?: string[];
  ReadOnly?: boolean;
  StopSignal?: string;
  StopGracePeriod?: number;
  Healthcheck?: {
    Test?: string[];
    Interval?: number;
    Timeout?: number;
    StartPeriod?: number;
    Retries?: number;
  };
  Hosts?: string[];
  DNSConfig?: { Nameservers?: string[]; Search?: string[]; Options?: string[] };
  Secrets?: ({ SecretID: string; SecretName?: string } & FileInfo)[];
  Configs?: ({ ConfigID: string; ConfigName?: string } & FileInfo)[];
  Isolation?: string;
  Sysctls?: Record<string, string>;
  CapabilityAdd?: string[];
  CapabilityDrop?: string[];
  Init?: boolean;
}
