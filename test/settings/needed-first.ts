import { ENTRY_NAME } from "../../settings/language/meta";

/** What has to be in a stack file before the example of a setting makes sense. */
const NEEDED_FIRST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "registry.username": { registry: { server: "r", password: "typed" } },
  "registry.password": { registry: { server: "r", username: "deploy" } },
  "registry.push": { registry: { server: "r" } },
  host: { source: "image" },
  "database.maxmemoryPolicy": { database: { engine: "redis", limits: { memory: "1g" } } },
  "app.dependsOn": { services: { mail: "mailpit:1", search: "meilisearch:1" } },
  "app.httpsPort": { domain: "shop.example.com" },
  "app.capabilities": { hardening: { dropCapabilities: true } },
  "app.writable": { hardening: { readOnly: true } },
  "app.releaseCommand.runAgain": { app: { releaseCommand: { command: "flask db upgrade" } } },
  "app.releaseCommand.timeout": { app: { releaseCommand: { command: "flask db upgrade" } } },
  "edge.drain": { rollout: "rolling" },
  "edge.sticky": { replicas: 2 },
  "edge.trustedProxies": { rollout: "rolling" },
  "images.mariadb": { database: { engine: "mariadb" } },
  "images.postgres": { database: { engine: "postgres" } },
  "images.redis": { database: { engine: "redis" } },
  "images.caddy": { replicas: 2 },
  tls: { domain: "shop.example.com" },
  "tls.issuer": { domain: "shop.example.com" },
  "tls.email": { domain: "shop.example.com", tls: { issuer: "auto" } },
  "tls.ca": { domain: "shop.example.com", tls: { issuer: "auto" } },
  "tls.caRoot": {
    domain: "shop.example.com",
    tls: { issuer: "auto", ca: "https://ca.example.com/" },
  },
  "tls.certificate": { domain: "shop.example.com", tls: { key: "./key.pem" } },
  "tls.key": { domain: "shop.example.com", tls: { certificate: "./certificate.pem" } },
};

/** The settings beside which the example of one makes sense. */
export function neededFirst(path: string): Readonly<Record<string, unknown>> {
  const isOfSwarm = path.startsWith("swarm.") || path === "database.node";
  const [, name = "", key = ""] = path.split(".");
  const service = name === ENTRY_NAME ? "mail" : name;
  const isBuilt = key === "build";
  const isService = path.startsWith("services.") && key !== "image";
  const of = isBuilt ? { build: { context: "./app" } } : { image: "mailpit:1" };
  const hasTest = key === "healthcheck" && !path.endsWith(".disable");
  const health = {
    ...(hasTest && { healthcheck: { test: "true" } }),
    ...(key === "keepData" && { volumes: ["mails:/data"] }),
  };
  return {
    ...(isService && { services: { [service]: { ...of, ...health } } }),
    ...(isOfSwarm && { platform: "swarm" }),
    ...(path.startsWith("app.processes.") && {
      app: { processes: { worker: { command: "celery worker" } } },
    }),
    ...(path.startsWith("database.") && { database: { engine: "mysql" } }),
    ...(path.startsWith("jobs.") && { jobs: { cleanup: { command: "true", schedule: "@daily" } } }),
    ...(path.startsWith("app.volumes.") && {
      app: { volumes: { uploads: { path: "/srv/files" } } },
    }),
    ...NEEDED_FIRST[path],
  };
}
