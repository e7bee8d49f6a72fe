/** Settings of a stack file. */
export type Values = Readonly<Record<string, unknown>>;

const PLATFORMS = ["docker", "swarm"];
const MODES = ["dev", "prod"];
const ROLLOUTS = ["recreate", "rolling"];
const DATABASES = ["none", "mysql", "mariadb", "postgres", "redis"];

/** Everything that a stack file may choose between, with everything else. */
const CHOICES = PLATFORMS.flatMap((platform) =>
  MODES.flatMap((mode) =>
    ROLLOUTS.flatMap((rollout) =>
      DATABASES.map((database): [string, Values] => [
        [platform, mode, rollout, database].join("-"),
        { platform, mode, rollout, database },
      ]),
    ),
  ),
);

const domain = "widgets.example.com";
const mysql = { engine: "mysql", port: "0.0.0.0:3306" };

/** What is added to a prod stack with MySQL, one at a time, on each platform. */
const ADDITIONS: Readonly<Record<string, Values>> = {
  "domain-acme": { domain, tls: { email: "me@example.com", ca: "https://ca.example.com/dir" } },
  "domain-internal": { domain, tls: { issuer: "internal" } },
  "domain-files": { domain, tls: { certificate: "certificate.pem", key: "key.pem" } },
  backup: { backup: { schedule: "0 3 * * *" } },
  "backup-redis": { database: "redis", backup: { schedule: "0 3 * * *", keep: 3 } },
  processes: {
    database: "redis",
    backup: { schedule: "0 3 * * *" },
    app: {
      secretEnv: { TOKEN: "hidden" },
      releaseCommand: "flask db upgrade",
      processes: {
        worker: { command: ["celery", "worker"], replicas: 2, stopGrace: 300 },
        beat: { command: "celery beat", singleton: true, healthCommand: ["celery", "ping"] },
      },
    },
  },
  volumes: {
    app: {
      user: "1234:5678",
      volumes: {
        uploads: "/srv/uploads",
        db: { path: "/srv/db", singleWriter: true, keepData: false },
      },
    },
  },
  "backup-volumes": {
    database: "none",
    backup: { schedule: "0 3 * * *" },
    app: { user: "1234:5678", volumes: { uploads: "/srv/uploads" } },
  },
  jobs: {
    app: { volumes: { uploads: "/srv/uploads" }, secrets: { token: "TOKEN" } },
    jobs: {
      cleanup: {
        command: "flask cleanup",
        schedule: "30 2 * * *",
        timeZone: "Asia/Kolkata",
        timeout: 600,
        stopGrace: 60,
      },
      report: { command: ["report", "--all"], schedule: "@weekly", image: "postgres:18" },
    },
  },
  registry: {
    registry: { server: "registry.example.com/team", username: "me", password: "LOGIN" },
    images: { python: "registry.example.com/python:3" },
  },
  replicas: { replicas: 3 },
  "replicas-recreate": { replicas: 3, rollout: "recreate" },
  image: { app: { image: "registry.example.com/widgets:1" } },
  release: { release: "0123456789ab" },
  app: {
    app: {
      port: "0.0.0.0:80",
      env: { GREETING: "hello", EQUATION: "a=b" },
      secrets: { token: "TOKEN" },
      command: ["serve", "--all"],
      user: "1234:5678",
      capabilities: ["NET_RAW"],
      writable: ["/var/cache"],
      healthPath: "/up",
      buildArgs: { GIT_COMMIT: "abc" },
    },
  },
  "health-command": { app: { healthCommand: "test -e /tmp/up" }, rollout: "recreate" },
  limits: {
    limits: { cpus: 0.5, memory: "300m" },
    database: { ...mysql, limits: { cpus: 2, memory: "2g" } },
    backup: { schedule: "30 2 * * 0", limits: { memory: "1g" } },
    logs: { driver: "local", maxSize: "5m", maxFile: 2 },
    restart: "unless-stopped",
    hardening: { internalNetwork: false },
  },
  "database-settings": {
    database: {
      ...mysql,
      name: "shop",
      user: "shop",
      config: "max_connections=9",
      keepData: false,
    },
    hardening: { internalNetwork: false },
  },
  databases: {
    database: "postgres",
    databases: { cache: { engine: "redis", maxmemoryPolicy: "allkeys-lru" }, "sign-ups": "mysql" },
    backup: { schedule: "0 3 * * *" },
  },
  edge: { edge: { drain: 5, sticky: true }, replicas: 2 },
  "not-hardened": { hardening: false, database: "mariadb", backup: { schedule: "0 3 * * *" } },
};

const ADDED = PLATFORMS.flatMap((platform) =>
  Object.entries(ADDITIONS).map(([name, values]): [string, Values] => [
    `${platform}-prod-${name}`,
    { platform, mode: "prod", database: "mysql", ...values },
  ]),
);

/** What only one of the platforms has, and a domain on a developer's machine. */
const ONE_SIDED: Readonly<Record<string, Values>> = {
  "docker-dev-domain": { mode: "dev", domain: "localhost", database: "redis" },
  "docker-prod-backup-folder": {
    mode: "prod",
    database: "mariadb",
    backup: { schedule: "0 3 * * *", to: "FOLDER" },
  },
  "docker-prod-databases-folder": {
    mode: "prod",
    databases: { cache: "redis" },
    backup: { schedule: "0 3 * * *", to: "FOLDER" },
  },
  "docker-prod-trusted-proxies": {
    mode: "prod",
    edge: { trustedProxies: ["10.0.0.0/8"] },
    rollout: "rolling",
  },
  "docker-prod-pids": { mode: "prod", database: "mysql", limits: { pids: 99 } },
  "swarm-prod-swarm": {
    platform: "swarm",
    mode: "prod",
    replicas: 4,
    swarm: {
      publishMode: "host",
      encrypted: true,
      maxReplicas: 2,
      preferences: ["node.labels.zone"],
      update: { parallelism: 2, delay: 10 },
      reservations: { cpus: 0.25, memory: "128m" },
    },
    database: { engine: "redis", node: "server-1", maxmemoryPolicy: "allkeys-lru" },
  },
};

/** The stacks whose resources are kept, by the name of the file. */
export const VARIANTS = new Map([...CHOICES, ...ADDED, ...Object.entries(ONE_SIDED)]);
