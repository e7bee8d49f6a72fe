import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { labels } from "../../labels";
import { goDuration, rotation } from "../docker/container";
import { capabilityInputs } from "../docker/security";
import type { SpecialOptions, Workload } from "../workload";
import type { ConfigReference } from "./configs";
import type { SwarmOptions } from "./options";
import type { SwarmSecrets } from "./secrets";

/** How a workload runs as a service. */
export interface ServiceOptions {
  /** How many tasks there are. */
  tasks: number | "one on each node";
  /** Whether a new task is there before the old one goes, or after. */
  order: "start-first" | "stop-first";
  /** What Swarm does when a new version's tasks fail. */
  onFailure: "rollback" | "pause";
  /** Ports of the nodes, and of the tasks behind them. */
  ports?: { external: number; internal: number; protocol?: string }[];
  /** Where tasks may run. */
  constraints?: pulumi.Input<string>[];
  /** What holds for an app, and for nothing else of its stack. */
  spread?: Pick<SwarmOptions, "maxReplicas" | "preferences" | "reservations" | "update">;
  /** Files that everybody in a task may read. */
  configs?: ConfigReference[];
  /** Labels beside those of the stack; another value replaces the service. */
  ownLabels?: { label: string; value: string }[];
}

/** Docker's own words for a container's restart policies. */
const CONDITIONS = {
  no: "none",
  "on-failure": "on-failure",
  always: "any",
  "unless-stopped": "any",
} as const;

/** A task that fails within this time counts as a failed update. */
const MONITOR = "5s";

/**
 * The inputs of a service. Everything that Swarm would fill in is said here, as the provider would take
 * what it reads back for a change otherwise.
 */
export function serviceInputs(
  workload: Workload,
  run: ServiceOptions,
  publishMode: SwarmOptions["publishMode"],
) {
  const { id, role, logs } = workload;
  const { tasks, ports = [], ownLabels = [] } = run;
  const ownersLabels = [...labels(id, role), ...ownLabels];
  return {
    labels: ownersLabels,
    mode: tasks === "one on each node" ? { global: true } : { replicated: { replicas: tasks } },
    updateConfig: rollout(run, run.onFailure),
    rollbackConfig: rollout(run, "pause"),
    // The name leads to the tasks themselves, which needs no IPVS; a routing mesh cannot do without.
    endpointSpec: {
      mode: ports.length > 0 && publishMode === "ingress" ? "vip" : "dnsrr",
      ports: ports.map(({ external, internal, protocol = "tcp" }) => ({
        targetPort: internal,
        publishedPort: external,
        protocol,
        publishMode,
      })),
    },
    taskSpec: {
      containerSpec: containerSpec(workload, ownersLabels, run.configs),
      logDriver: { name: logs.driver, options: rotation(logs) },
      networksAdvanceds: workload.networks?.map((id) => ({ id, aliases: workload.aliases })),
      placement: {
        constraints: run.constraints,
        prefs: run.spread?.preferences,
        maxReplicas: run.spread?.maxReplicas,
      },
      resources: resources(workload, run.spread?.reservations),
      restartPolicy: {
        // Nothing else comes back after a node was away.
        condition: CONDITIONS[workload.restart ?? "always"],
        delay: "5s",
        maxAttempts: 0,
        window: "0s",
      },
      runtime: "container",
      forceUpdate: 0,
    },
  } satisfies docker.ServiceArgs;
}

function containerSpec(
  workload: Workload,
  ownersLabels: { label: string; value: string }[],
  configs: ConfigReference[] | undefined,
) {
  const { health, image, init, security } = workload;
  const { readOnly } = security;
  const capabilities = capabilityInputs(security);
  // Its own: no other platform's secrets are given to it.
  const secrets = workload.secrets as SwarmSecrets | undefined;
  return {
    image,
    labels: ownersLabels,
    commands: workload.entrypoint,
    args: workload.command,
    env: workload.env,
    user: workload.user ?? security.user,
    readOnly,
    init: init ?? false,
    mounts: mountsOf(workload),
    secrets: secrets?.references,
    configs,
    capAdds: capabilities?.adds,
    capDrops: capabilities?.drops,
    healthcheck: health && {
      tests: health.tests,
      interval: duration(health.interval),
      timeout: duration(health.timeout),
      startPeriod: duration(health.startPeriod),
      retries: health.retries,
    },
    stopSignal: workload.stopSignal,
    stopGracePeriod: duration(workload.graceSeconds),
    isolation: "default",
    ...specialInputs(workload.special),
  };
}

/** A service has no limits of its own for open files and the like, and none for /dev/shm. */
function specialInputs({ workingDir, hostname, hosts, sysctls }: SpecialOptions = {}) {
  return {
    ...(workingDir !== undefined && { dir: workingDir }),
    ...(hostname !== undefined && { hostname }),
    ...(hosts && { hosts: hosts.map(({ host, address }) => ({ host, ip: address })) }),
    ...(sysctls && { sysctl: sysctls }),
  };
}

/**
 * The provider reads services' durations back without zeros at their end, unlike containers'.
 *
 * Source: shortDur in kreuzwerker/terraform-provider-docker, internal/provider/resource_docker_service_structures.go
 */
function duration(seconds: number): string {
  return goDuration(seconds).replace(/m0s$/, "m").replace(/h0m$/, "h");
}

/** Volumes, folders of the node's host, and folders in memory. */
function mountsOf({ folders = [], security, volumes = [] }: Workload) {
  return [
    ...folders.map((folder) => ({ type: "bind", ...folder })),
    ...volumes.map(({ target, volume, hostPath, readOnly }) => ({
      type: hostPath === undefined ? "volume" : "bind",
      source: volume ?? hostPath,
      target,
      readOnly,
    })),
    ...Object.entries(security.tmpfs ?? {}).map(([target, options]) => ({
      type: "tmpfs",
      target,
      ...tmpfsOptions(options),
    })),
  ];
}

/** Of the options of a folder in memory a service has those two. */
function tmpfsOptions(options: string) {
  const [, size] = /(?:^|,)size=(\d+)/.exec(options) ?? [];
  const [, mode] = /(?:^|,)mode=(\d+)/.exec(options) ?? [];
  if (size === undefined && mode === undefined) return {};
  return {
    tmpfsOptions: {
      ...(size !== undefined && { sizeBytes: Number(size) }),
      ...(mode !== undefined && { mode: Number.parseInt(mode, 8) }),
    },
  };
}

const MEGABYTE = 1024 * 1024;

function resources({ limits: most = {} }: Workload, reserved: SwarmOptions["reservations"] = {}) {
  const limits = amounts(most.cpus, most.memory);
  const reservation = amounts(reserved.cpus, reserved.memory);
  return limits || reservation ? { limits, reservation } : undefined;
}

function amounts(cpus: number | undefined, megabytes: number | undefined) {
  if (cpus === undefined && megabytes === undefined) return undefined;
  return {
    nanoCpus: cpus === undefined ? undefined : Math.round(cpus * 1e9),
    memoryBytes: megabytes === undefined ? undefined : megabytes * MEGABYTE,
  };
}

function rollout({ order, spread }: ServiceOptions, failureAction: string) {
  const { parallelism = 1, delaySeconds = 0 } = spread?.update ?? {};
  return {
    parallelism,
    delay: duration(delaySeconds),
    failureAction,
    monitor: MONITOR,
    maxFailureRatio: "0.0",
    order,
  };
}
