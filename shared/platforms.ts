/** What a platform does, or has not, in words that settings, checks and components all read. */
export interface Supports {
  /** Nodes that share the work: a stack says which of them has its data. */
  nodes: boolean;
  /** Folders of the machine that deploys, for live reload. */
  bindMounts: boolean;
  /** Folders of the host for backups. */
  backupFolders: boolean;
  /** Ports on one address of the host; otherwise they are on all of them. */
  addresses: boolean;
  /** A limit of processes and threads. */
  pidsLimit: boolean;
  /** Limits of processes, such as of open files, and the size of /dev/shm. */
  ulimits: boolean;
  /** That no process gets more privileges than the one that starts it. */
  noNewPrivileges: boolean;
  /** Restarts of its own: it ends what is unhealthy, and starts another one. */
  endsUnhealthy: boolean;
  /** Load balancing of its own: several containers of an app need nobody in front. */
  balances: boolean;
  /** An edge that waits for requests in flight; otherwise a container has to finish its own. */
  drains: boolean;
  /** The most bytes that a secret may have; undefined: no limit. */
  secretBytes: number | undefined;
}

/** The platforms that a stack can run on. */
export const PLATFORMS = {
  docker: {
    nodes: false,
    bindMounts: true,
    backupFolders: true,
    addresses: true,
    pidsLimit: true,
    ulimits: true,
    noNewPrivileges: true,
    endsUnhealthy: false,
    balances: false,
    drains: true,
    secretBytes: undefined,
  },
  swarm: {
    nodes: true,
    bindMounts: false,
    backupFolders: false,
    addresses: false,
    pidsLimit: false,
    ulimits: false,
    noNewPrivileges: false,
    endsUnhealthy: true,
    balances: true,
    drains: false,
    // https://docs.docker.com/engine/swarm/secrets/#about-secrets
    secretBytes: 500 * 1024 - 1,
  },
} as const satisfies Record<string, Supports>;

export type PlatformName = keyof typeof PLATFORMS;

export const PLATFORM_NAMES = Object.keys(PLATFORMS) as [PlatformName, ...PlatformName[]];

/** What a platform does, by the name that settings have for it. */
export const supportsOf = (name: PlatformName): Supports => PLATFORMS[name];
