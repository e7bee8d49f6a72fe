import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { goDuration, type HealthCheck } from "../../health-checks";
import { labels, type StackId } from "../../labels";
import type { ServiceWorkload } from "../workload";
import type { SwarmOptions } from "./options";

/** How a workload runs as a service. */
export interface ServiceRun {
  id: StackId;
  role: string;
  /** How many tasks there are. */
  tasks: number | "one on each node";
  /** Whether a new task is there before the old one goes, or after. */
  order: "start-first" | "stop-first";
  /** What Swarm does when a new version's tasks fail. */
  onFailure: "rollback" | "pause";
  /** Ports of the nodes, and of the tasks behind them. */
  ports?: { external: number; internal: number }[];
  /** Where tasks may run. */
  constraints?: pulumi.Input<string>[];
  /** What holds for an app, and for nothing else of its stack. */
  spread?: Pick<SwarmOptions, "maxReplicas" | "preferences" | "reservations" | "update">;
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
  workload: ServiceWorkload,
  run: ServiceRun,
  publishMode: SwarmOptions["publishMode"],
) {
  const { id, role, tasks, ports = [], ownLabels = [] } = run;
  const ownersLabels = [...labels(id, role), ...ownLabels];
  return {
    labels: ownersLabels,
    mode: tasks === "one on each node" ? { global: true } : { replicated: { replicas: tasks } },
    updateConfig: rollout(run, run.onFailure),
    rollbackConfig: rollout(run, "pause"),
    // The name leads to the tasks themselves, which needs no IPVS; a routing mesh cannot do without.
    endpointSpec: {
      mode: ports.length > 0 && publishMode === "ingress" ? "vip" : "dnsrr",
      ports: ports.map(({ external, internal }) => ({
        targetPort: internal,
        publishedPort: external,
        protocol: "tcp",
        publishMode,
      })),
    },
    taskSpec: {
      containerSpec: containerSpec(workload, ownersLabels),
      logDriver: { name: workload.logDriver, options: workload.logOpts },
      networksAdvanceds: workload.networksAdvanced?.map(({ name }) => ({ id: name })),
      placement: {
        constraints: run.constraints,
        prefs: run.spread?.preferences,
        maxReplicas: run.spread?.maxReplicas,
      },
      resources: resources(workload, run.spread?.reservations),
      restartPolicy: {
        condition: CONDITIONS[workload.restart],
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
  workload: ServiceWorkload,
  ownersLabels: { label: string; value: string }[],
) {
  const { capabilities, configs, envs = [], healthcheck, image, init, secrets, user } = workload;
  return {
    image,
    labels: ownersLabels,
    commands: workload.entrypoints,
    args: workload.command,
    env: envs.length > 0 ? Object.fromEntries(envs.map(nameAndValue)) : undefined,
    user,
    readOnly: workload.readOnly,
    init: init ?? false,
    mounts: mountsOf(workload),
    secrets,
    configs,
    capAdds: capabilities?.adds,
    capDrops: capabilities?.drops,
    healthcheck: healthcheck && asReadBack(healthcheck),
    stopGracePeriod: shortDuration(goDuration(workload.stopTimeout)),
    isolation: "default",
  };
}

const asReadBack = (check: HealthCheck) => ({
  ...check,
  interval: shortDuration(check.interval),
  timeout: shortDuration(check.timeout),
  startPeriod: shortDuration(check.startPeriod),
});

/**
 * The provider reads services' durations back without zeros at their end, unlike containers'.
 *
 * Source: shortDur in kreuzwerker/terraform-provider-docker, internal/provider/resource_docker_service_structures.go
 */
const shortDuration = (duration: string) => duration.replace(/m0s$/, "m").replace(/h0m$/, "h");

function nameAndValue(env: string): [string, string] {
  const end = env.indexOf("=");
  return [env.slice(0, end), env.slice(end + 1)];
}

/** Volumes, folders of the node's host, and folders in memory. */
function mountsOf({ mounts = [], tmpfs = {}, volumes = [] }: ServiceWorkload) {
  return [
    ...mounts,
    ...volumes.map(({ containerPath, volumeName, hostPath, readOnly }) => ({
      type: hostPath === undefined ? "volume" : "bind",
      source: volumeName ?? hostPath,
      target: containerPath,
      readOnly,
    })),
    ...Object.keys(tmpfs).map((target) => ({ type: "tmpfs", target })),
  ];
}

const MEGABYTE = 1024 * 1024;

function resources({ cpus, memory }: ServiceWorkload, reserved: SwarmOptions["reservations"] = {}) {
  const limits = amounts(cpus === undefined ? undefined : Number(cpus), memory);
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

function rollout({ order, spread }: ServiceRun, failureAction: string) {
  const { parallelism = 1, delaySeconds = 0 } = spread?.update ?? {};
  return {
    parallelism,
    delay: shortDuration(goDuration(delaySeconds)),
    failureAction,
    monitor: MONITOR,
    maxFailureRatio: "0.0",
    order,
  };
}
