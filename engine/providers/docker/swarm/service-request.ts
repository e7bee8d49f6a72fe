import type Docker from "dockerode";

import { parseDuration } from "../durations";
import { labelsToMap } from "../labels";
import { containerSpec } from "./container-spec";
import type { ServiceInputs, TaskInputs } from "./service-fields";

/** The specification of a service, as the engine takes it for a create and for an update. */
export function serviceRequest(inputs: ServiceInputs): Docker.ServiceSpec {
  const { endpointSpec, labels, mode, name, rollbackConfig, taskSpec = {}, updateConfig } = inputs;
  return {
    Name: name ?? "",
    Labels: labelsToMap(labels),
    TaskTemplate: taskTemplate(taskSpec),
    Mode: serviceMode(mode),
    UpdateConfig: updateConfig && rollout(updateConfig),
    RollbackConfig: rollbackConfig && rollout(rollbackConfig),
    EndpointSpec: {
      Mode: endpointSpec?.mode,
      Ports: endpointSpec?.ports?.map((port) => ({
        Name: port.name,
        Protocol: port.protocol,
        TargetPort: port.targetPort,
        PublishedPort: port.publishedPort,
        PublishMode: port.publishMode,
      })),
    },
    // The request's type leaves out fields that the engine has, and knows others as literals only.
  } as Docker.ServiceSpec;
}

function serviceMode(mode: ServiceInputs["mode"]) {
  if (mode?.global) return { Global: {} };
  return { Replicated: { Replicas: mode?.replicated?.replicas ?? 1 } };
}

function rollout(config: NonNullable<ServiceInputs["updateConfig"]>) {
  return {
    Parallelism: config.parallelism ?? 1,
    Delay: parseDuration(config.delay ?? ""),
    FailureAction: config.failureAction,
    Monitor: parseDuration(config.monitor ?? ""),
    MaxFailureRatio: Number(config.maxFailureRatio ?? 0),
    Order: config.order,
  };
}

function taskTemplate(task: TaskInputs) {
  const { forceUpdate, logDriver, networksAdvanceds, placement, resources, restartPolicy } = task;
  return {
    ContainerSpec: containerSpec(task.containerSpec ?? {}),
    ForceUpdate: forceUpdate ?? 0,
    Runtime: task.runtime || undefined,
    LogDriver: logDriver && { Name: logDriver.name, Options: logDriver.options },
    Networks: networksAdvanceds?.map(({ id, name, aliases, driverOpts }) => ({
      Target: id || name,
      Aliases: aliases,
      DriverOpts: driverOpts && pairs(driverOpts),
    })),
    Placement: placement && {
      Constraints: placement.constraints,
      Preferences: placement.prefs?.map((label) => ({ Spread: { SpreadDescriptor: label } })),
      MaxReplicas: placement.maxReplicas,
      Platforms: placement.platforms?.map(({ architecture, os }) => ({
        Architecture: architecture,
        OS: os,
      })),
    },
    Resources: resources && {
      Limits: resources.limits && amounts(resources.limits),
      Reservations: resources.reservation && {
        ...amounts(resources.reservation),
        GenericResources: genericResources(resources.reservation.genericResources),
      },
    },
    RestartPolicy: restartPolicy && {
      Condition: restartPolicy.condition,
      Delay: durationOf(restartPolicy.delay),
      MaxAttempts: restartPolicy.maxAttempts,
      Window: durationOf(restartPolicy.window),
    },
  };
}

function amounts({ nanoCpus, memoryBytes }: { nanoCpus?: number; memoryBytes?: number }) {
  return { NanoCPUs: nanoCpus, MemoryBytes: memoryBytes };
}

function durationOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

type Generic = NonNullable<
  NonNullable<NonNullable<TaskInputs["resources"]>["reservation"]>["genericResources"]
>;

function genericResources({ namedResourcesSpecs = [], discreteResourcesSpecs = [] }: Generic = {}) {
  const named = Object.entries(pairs(namedResourcesSpecs)).map(([Kind, Value]) => ({
    NamedResourceSpec: { Kind, Value },
  }));
  const discrete = Object.entries(pairs(discreteResourcesSpecs)).map(([Kind, Value]) => ({
    DiscreteResourceSpec: { Kind, Value: Number(Value) },
  }));
  return [...named, ...discrete];
}

/** The parts of texts like `name=value`. */
export function pairs(texts: string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = "", ...value] = text.split("=");
      return [name, value.join("=")];
    }),
  );
}
