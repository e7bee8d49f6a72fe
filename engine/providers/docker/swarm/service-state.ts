import type { PropertyMap, PropertyValue } from "../../provider";
import { formatShortDuration } from "../durations";
import { labelsFromMap } from "../labels";
import { shape } from "../schema/plan";
import type { Live } from "../schema/settle";
import { containerOf } from "./container-spec-state";
import { limited } from "./limited";
import { SERVICE, type ServiceInputs } from "./service-fields";
import type { ServiceInfo, TaskInfo } from "./service-info";

/**
 * What the inspection of a service says in the words of its outputs, limited to what the program
 * gives: Swarm fills in many defaults, and the official provider takes some of them for changes that
 * need a new service.
 */
export function serviceState(
  { Spec: spec, Endpoint: endpoint }: ServiceInfo,
  given: ServiceInputs,
  networkNames: Map<string, string>,
): Live {
  const live: Live = {
    name: spec.Name,
    labels: labelsFromMap(spec.Labels),
    mode: {
      global: spec.Mode?.Global !== undefined,
      replicated: spec.Mode?.Replicated ? { replicas: spec.Mode.Replicated.Replicas ?? 1 } : null,
    },
    endpointSpec: {
      mode: endpoint?.Spec?.Mode ?? spec.EndpointSpec?.Mode ?? "",
      ports: (endpoint?.Ports ?? spec.EndpointSpec?.Ports ?? []).map((port) => ({
        name: port.Name ?? "",
        protocol: port.Protocol ?? "tcp",
        targetPort: port.TargetPort ?? 0,
        publishedPort: port.PublishedPort ?? 0,
        publishMode: port.PublishMode ?? "ingress",
      })),
    },
    taskSpec: taskOf(spec.TaskTemplate, given, networkNames),
  };
  if (given.updateConfig) live.updateConfig = rolloutOf(spec.UpdateConfig);
  if (given.rollbackConfig) live.rollbackConfig = rolloutOf(spec.RollbackConfig);
  for (const name of ["taskSpec", "mode", "endpointSpec"] as const) {
    const wanted = given[name];
    if (wanted)
      live[name] = shape(SERVICE[name], limited(live[name] ?? null, wanted as PropertyMap));
  }
  return live;
}

function rolloutOf(config: ServiceInfo["Spec"]["UpdateConfig"]): PropertyValue {
  if (!config) return null;
  return {
    parallelism: config.Parallelism ?? 0,
    delay: formatShortDuration(config.Delay ?? 0),
    failureAction: config.FailureAction ?? "",
    monitor: formatShortDuration(config.Monitor ?? 0),
    maxFailureRatio: (config.MaxFailureRatio ?? 0).toFixed(1),
    order: config.Order ?? "",
  };
}

function taskOf(
  task: TaskInfo,
  given: ServiceInputs,
  networkNames: Map<string, string>,
): PropertyMap {
  const { LogDriver, Placement, Resources, RestartPolicy } = task;
  const names = new Set(given.taskSpec?.networksAdvanceds?.map(({ name }) => name).filter(Boolean));
  return {
    containerSpec: containerOf(task.ContainerSpec, given.taskSpec?.containerSpec),
    forceUpdate: task.ForceUpdate ?? 0,
    runtime: task.Runtime ?? "",
    networksAdvanceds: (task.Networks ?? []).map(({ Target, Aliases, DriverOpts }) => {
      // A network given by name is read back by id.
      const name = names.has(Target) ? Target : (networkNames.get(Target) ?? "");
      const driverOpts = Object.entries(DriverOpts ?? {}).map(([key, value]) => `${key}=${value}`);
      const own = names.has(name) ? { id: "", name } : { id: Target, name: "" };
      return { ...own, aliases: [...(Aliases ?? [])].sort(), driverOpts: driverOpts.sort() };
    }),
    logDriver: LogDriver ? { name: LogDriver.Name, options: LogDriver.Options ?? null } : null,
    placement: {
      constraints: Placement?.Constraints ?? [],
      maxReplicas: Placement?.MaxReplicas ?? 0,
      prefs: (Placement?.Preferences ?? []).map(({ Spread }) => Spread.SpreadDescriptor),
      platforms: (Placement?.Platforms ?? []).map(({ Architecture, OS }) => ({
        architecture: Architecture ?? "",
        os: OS ?? "",
      })),
    },
    resources: {
      limits: amountsOf(Resources?.Limits),
      reservation: amountsOf(Resources?.Reservations),
    },
    restartPolicy: {
      condition: RestartPolicy?.Condition ?? "",
      delay: formatShortDuration(RestartPolicy?.Delay ?? 0),
      maxAttempts: RestartPolicy?.MaxAttempts ?? 0,
      window: formatShortDuration(RestartPolicy?.Window ?? 0),
    },
  };
}

function amountsOf(amounts: { NanoCPUs?: number; MemoryBytes?: number } | undefined) {
  return { nanoCpus: amounts?.NanoCPUs ?? 0, memoryBytes: amounts?.MemoryBytes ?? 0 };
}
