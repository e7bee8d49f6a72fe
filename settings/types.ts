/** Limits of a container. */
export interface Limits {
  /** Number of CPUs, such as 0.5. Undefined: no limit. */
  cpus: number | undefined;
  /** MB. Undefined: no limit. */
  memory: number | undefined;
  /** Processes and threads. Undefined: no limit. */
  pids: number | undefined;
}

export interface PublishedPort {
  /** IPv6 without brackets. */
  address: string;
  port: number;
}

export interface DatabaseSettings {
  engine: "mysql" | "mariadb" | "redis";
  image: string;
  name: string;
  user: string;
  port: PublishedPort | undefined;
  /** Lines of the server's configuration, or the path of a file with them. */
  config: string | undefined;
  /** Undefined: `noeviction`. */
  maxmemoryPolicy: string | undefined;
  /** Seconds. */
  startPeriod: number;
  /** Host name of the node of a Swarm that has the data. Undefined: the manager that is asked. */
  node: string | undefined;
  limits: Limits;
  keepData: boolean;
}

export interface SwarmSettings {
  publishMode: "ingress" | "host";
  encrypted: boolean;
  /** App containers that a node may run. Undefined: as many as fit. */
  maxReplicas: number | undefined;
  /** Labels of nodes, such as `node.labels.zone`. */
  preferences: string[];
  /** `delay` in seconds. */
  update: { parallelism: number; delay: number };
  reservations: Omit<Limits, "pids">;
}

export interface BackupSettings {
  /** A cron line whose fields are plain lists or `*`, in UTC. */
  schedule: string;
  /** Number of backups. */
  keep: number;
  /** Absolute path of a folder of the host. Undefined: a named volume. */
  folder: string | undefined;
  limits: Limits;
}

export interface TlsSettings {
  /** Undefined with a certificate of one's own. */
  issuer: "auto" | "internal" | undefined;
  email: string | undefined;
  ca: string | undefined;
  /** Paths, relative to the project. */
  caRoot: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
}

export interface RegistrySettings {
  server: string;
  username?: string;
  password?: string;
  push: boolean;
}

/** Which parts of hardening are on. */
export interface HardeningSettings {
  noNewPrivileges: boolean;
  dropCapabilities: boolean;
  readOnly: boolean;
  nonRoot: boolean;
  internalNetwork: boolean;
  pidsLimit: boolean;
}

/** Everything that a stack needs to know, with each default filled in. */
export interface Settings {
  project: string;
  stack: string;
  mode: "dev" | "prod";
  platform: "docker" | "swarm";
  /** Tag, id or digest of the image to run instead of a build. */
  release: string | undefined;
  app: {
    name: string;
    image: string | undefined;
    tag: string | undefined;
    /** How many of the images that were built stay on the engine. */
    keepImages: number;
    context: string;
    dockerfile: string;
    target: string | undefined;
    /** The stage that is taken where no target is set and the Dockerfile has it. */
    defaultTarget: string;
    buildArgs: Record<string, string>;
    containerPort: number;
    port: PublishedPort | undefined;
    /** Undefined without a domain. */
    httpsPort: PublishedPort | undefined;
    env: Record<string, string>;
    secrets: Record<string, string>;
    command: string[] | undefined;
    user: string | undefined;
    capabilities: string[];
    writable: string[];
    healthPath: string;
    /** The header Host of the health check. */
    healthHost: string;
    /** Docker's own words for a check: `["CMD", ...]` or `["CMD-SHELL", LINE]`. */
    healthCommand: string[] | undefined;
    healthFrom: "container" | "network";
    /** Seconds. */
    healthInterval: number;
    /** Seconds. */
    healthTimeout: number;
    healthRetries: number;
    /** Seconds. */
    startPeriod: number;
  };
  server: "debug" | "uwsgi";
  source: "bind" | "image";
  restart: "no" | "on-failure" | "always" | "unless-stopped";
  database: DatabaseSettings | undefined;
  backup: BackupSettings | undefined;
  limits: Limits;
  replicas: number;
  rollout: "recreate" | "rolling";
  domain: string | undefined;
  /** Undefined without a domain. */
  tls: TlsSettings | undefined;
  /** `drain` in seconds. */
  edge: { drain: number; sticky: boolean; trustedProxies: string[] };
  hardening: HardeningSettings;
  registry: RegistrySettings | undefined;
  host: string | undefined;
  swarm: SwarmSettings;
  images: Record<"python" | "mysql" | "mariadb" | "redis" | "caddy", string>;
  build: {
    pipIndexUrl: string | undefined;
    pipTrustedHost: string | undefined;
    aptMirror: string | undefined;
    platform: string | undefined;
    cacheFrom: string[];
    network: string | undefined;
  };
  logs: { driver: string; maxSize: string; maxFile: number };
}
