/** The inputs of a resource. */
export type Props = Readonly<Record<string, unknown>>;

/** The inputs of a container that the rules look at. */
export interface Container {
  name?: string;
  image?: string;
  envs?: readonly string[];
  labels?: readonly { label: string; value: string }[];
  mounts?: readonly { type: string; source?: string; target: string }[];
  volumes?: readonly { hostPath?: string; volumeName?: string; containerPath?: string }[];
  ports?: readonly { internal: number; external?: number }[];
  publishAllPorts?: boolean;
  devices?: readonly { hostPath: string }[];
  capabilities?: { adds?: readonly string[] };
  securityOpts?: readonly string[];
  privileged?: boolean;
  networkMode?: string;
  pidMode?: string;
  ipcMode?: string;
  cpus?: string;
  memory?: number;
  healthcheck?: { tests?: readonly string[] };
  restart?: string;
  mustRun?: boolean;
}
