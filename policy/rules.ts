import { noLatest } from "./no-latest";
import { noSecretInEnvironment } from "./no-secret-in-environment";
import type { Container } from "./props";
import { containerRule, type Rule, serviceRule } from "./rule";

/** Ports of database servers: MySQL, PostgreSQL, Redis, MongoDB. */
const DATABASE_PORTS: readonly number[] = [3306, 33060, 5432, 6379, 27017];

/** Capabilities with which a container is as good as root of its host. */
const OF_THE_HOST = /^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_READ_SEARCH)$/i;

/** Roles of containers that make backups: of `database`, or of a database of another name. */
const MAKES_BACKUPS = /^(?!process-|service-)(?:.+-)?backup$/;

/** Docker takes what begins with a slash for a folder of the host, also where a volume is named. */
const isPath = (name = "") => name.startsWith("/");

/** Other labels may have values that a preview does not know. */
const roleOf = (labels: Container["labels"] = []) =>
  labels.find(({ label }) => label === "berth.role")?.value;

/** Everything that holds in production. */
export const RULES: readonly Rule[] = [
  containerRule(
    "no-bind-mounts",
    "Containers mount no folder of the host, but one for backups: what runs is what the image has.",
    ({ labels, mounts = [], volumes = [] }) => {
      const bound = [
        ...mounts.filter(({ type }) => type === "bind").map(({ source }) => source),
        ...volumes.flatMap(
          ({ hostPath, volumeName }) => hostPath || (isPath(volumeName) ? volumeName : []),
        ),
      ];
      const allowed = MAKES_BACKUPS.test(roleOf(labels) ?? "") ? 1 : 0;
      return bound.length > allowed
        ? `mounts ${bound.join(", ")} of the host; bake it into the image (source: image), or keep it in a volume`
        : undefined;
    },
  ),
  containerRule(
    "no-published-database",
    "Databases are reached on the stack's networks only.",
    ({ labels, ports = [], publishAllPorts }) => {
      const isDatabase = roleOf(labels) === "database";
      if (publishAllPorts) {
        return "publishes every port that its image names (publishAllPorts), a database's too; name the ports instead";
      }
      const open = ports.filter(({ internal }) => isDatabase || DATABASE_PORTS.includes(internal));
      return open.length > 0
        ? `publishes the database's port ${open.map(({ internal }) => internal).join(", ")}; leave database.port out, and use docker exec`
        : undefined;
    },
  ),
  containerRule(
    "no-privileged-container",
    "Containers have none of the host's privileges and namespaces.",
    ({
      privileged,
      capabilities,
      devices = [],
      securityOpts = [],
      networkMode,
      pidMode,
      ipcMode,
    }) => {
      const wrong = [
        ...(privileged ? ["privileged"] : []),
        ...devices.map(({ hostPath }) => hostPath),
        ...(capabilities?.adds ?? []).filter((name) => OF_THE_HOST.test(name)),
        ...securityOpts.filter((option) => /[=:]unconfined$/.test(option)),
        ...[networkMode, pidMode, ipcMode].filter((mode) => mode === "host"),
      ];
      return wrong.length > 0
        ? `is as good as root of its host (${wrong.join(", ")}); take that away`
        : undefined;
    },
  ),
  noSecretInEnvironment,
  noLatest,
  containerRule("limits-set", "Containers have limits of CPUs and memory.", ({ cpus, memory }) => {
    const missing = [...(Number(cpus) > 0 ? [] : ["cpus"]), ...(memory ? [] : ["memory"])];
    return missing.length > 0
      ? `has no limit of ${missing.join(" and ")}; set limits.${missing.join(" and limits.")}`
      : undefined;
  }),
  serviceRule(
    "health-check-set",
    "Containers that serve have a health check of their own.",
    ({ healthcheck }) => {
      const [kind] = healthcheck?.tests ?? [];
      return kind === undefined || kind === "NONE"
        ? "has no health check, so nobody knows whether it works; give it one"
        : undefined;
    },
  ),
  serviceRule(
    "restart-policy-set",
    "Containers that serve come back after a crash.",
    ({ restart = "no" }) =>
      restart === "no"
        ? "stays down after a crash; set restart to always, unless-stopped or on-failure"
        : undefined,
  ),
];
