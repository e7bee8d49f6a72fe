import type { LightClient } from "../../docker/light-client";
import type { NodeInfo } from "../../docker/node-label";
import { shortId } from "../../shared/short-id";
import type { FoundPlace } from "../stack/find-place";
import { containersOf, type FoundImages, imagesOf, secretEnvOf } from "./containers";
import { ofStack } from "./engine";
import type { Part } from "./part";

/** The parts of a service that are read. */
export interface Service {
  ID: string;
  Spec: {
    Name: string;
    Labels?: Record<string, string>;
    TaskTemplate: Record<string, unknown> & {
      ContainerSpec?: { Image?: string; Env?: string[] | null };
    };
  };
  UpdateStatus?: { State?: string; Message?: string };
}

/** The parts of a task that are read. */
export interface Task {
  ID: string;
  ServiceID: string;
  NodeID?: string;
  Slot?: number;
  CreatedAt: string;
  DesiredState: string;
  Status: {
    State: string;
    Timestamp: string;
    Err?: string;
    ContainerStatus?: { ContainerID?: string; ExitCode?: number };
  };
  Spec: {
    ContainerSpec?: { Image?: string; Command?: string[] | null };
    Resources?: { Limits?: { NanoCPUs?: number; MemoryBytes?: number } };
    RestartPolicy?: { Condition?: string };
  };
}

const LIVE = ["running", "ready", "accepted"];
const FAILED = ["failed", "rejected"];

export const servicesOf = (client: LightClient, id: FoundPlace["id"], role?: string) =>
  client.ask<Service[]>("GET", "/services", { query: { filters: ofStack(id, role) } });

export const nodesOf = (client: LightClient) => client.ask<NodeInfo[]>("GET", "/nodes");

/** The tasks of a stack's services, by role and slot, and what else it has on the engine that is asked. */
export async function tasksOf(
  client: LightClient,
  id: FoundPlace["id"],
  measured = false,
): Promise<Part[]> {
  const [services, nodes, here] = await Promise.all([
    servicesOf(client, id),
    nodesOf(client),
    containersOf(client, id, measured),
  ]);
  const names = services.map(({ Spec }) => Spec.Name);
  const query = { filters: { service: names } };
  // What was built and pushed runs by its digest; the engine that pushed it knows the tag.
  const pushed = services.flatMap(({ Spec: { TaskTemplate: template, Labels: labels } }) => {
    const image = template.ContainerSpec?.Image;
    return labels?.["berth.role"] === "app" && image?.includes("@") ? [image] : [];
  });
  const [tasks, images] = await Promise.all([
    names.length > 0 ? client.ask<Task[]>("GET", "/tasks", { query }) : [],
    imagesOf(client, [...new Set(pushed)]),
  ]);
  return services
    .flatMap((service) => {
      const own = tasks.filter(({ ServiceID }) => ServiceID === service.ID);
      return shownOf(own).map((task) => taskPart(service, task, own, { nodes, here, images }));
    })
    .sort((one, other) => one.role.localeCompare(other.role) || one.name.localeCompare(other.name));
}

/** The tasks that run or are to run; where there are none, the last one of each slot. Pure. */
export function shownOf(tasks: readonly Task[]): Task[] {
  const live = tasks.filter(({ DesiredState }) => LIVE.includes(DesiredState));
  if (live.length > 0) return live;
  const last = new Map<string, Task>();
  for (const task of tasks) {
    const place = placeOf(task);
    const before = last.get(place);
    if (!before || Date.parse(task.CreatedAt) > Date.parse(before.CreatedAt)) last.set(place, task);
  }
  return [...last.values()];
}

/** A service on each node has no slots. */
const placeOf = ({ Slot, NodeID }: Task) => String(Slot || NodeID);

/** What is known beside a task. */
interface Known {
  nodes: readonly NodeInfo[];
  /** The containers of the engine that is asked. */
  here: readonly Part[];
  /** The tags that this engine has for images that run by their digests. */
  images: FoundImages;
}

/** A task as a part of its stack. Pure. */
export function taskPart(
  { Spec: service }: Service,
  task: Task,
  ofService: readonly Task[],
  { nodes, here, images }: Known,
): Part {
  const { Status: status, Spec: spec } = task;
  const container = status.ContainerStatus?.ContainerID ?? "";
  const local = here.find(({ id }) => id === container);
  const node = nodes.find(({ ID }) => ID === task.NodeID);
  const image = spec.ContainerSpec?.Image ?? "";
  const before = ofService.filter((it) => it !== task && placeOf(it) === placeOf(task));
  // Those of another version say nothing of this one.
  const same = before.filter(({ Spec }) => Spec.ContainerSpec?.Image === spec.ContainerSpec?.Image);
  const limits = spec.Resources?.Limits ?? {};
  const [named = ""] = image.split("@");
  const tagged = images.get(image)?.tags[0] ?? named;
  const colon = tagged.indexOf(":", tagged.lastIndexOf("/"));
  const role = service.Labels?.["berth.role"] ?? "";
  const isDown = node !== undefined && node.Status.State !== "ready";
  return {
    role,
    name: `${service.Name}.${task.Slot || task.NodeID}`,
    id: container,
    node: node?.Description.Hostname ?? (task.NodeID ? "gone" : "-"),
    elsewhere: local ? undefined : task.NodeID,
    state: isDown && status.State === "running" ? "node down" : status.State,
    health: local?.health,
    healthWords: local?.healthWords ?? "",
    since: status.Timestamp,
    restarts: same.filter(({ Status }) => FAILED.includes(Status.State)).length,
    exitCode: status.ContainerStatus?.ExitCode ?? 0,
    killedForMemory: local?.killedForMemory ?? false,
    error: status.Err ?? before.find(({ Status }) => Status.Err)?.Status.Err ?? "",
    restartsItself: spec.RestartPolicy?.Condition !== "none",
    imageId: image,
    image: shortId(tagged),
    release: role === "app" && colon >= 0 ? tagged.slice(colon + 1) : undefined,
    imageGone: false,
    isChecked: local?.isChecked ?? false,
    secretEnv: secretEnvOf(spec.ContainerSpec?.Command ?? []),
    limits: {
      cpus: limits.NanoCPUs ? limits.NanoCPUs / 1e9 : undefined,
      memory: limits.MemoryBytes || undefined,
    },
    usage: local?.usage,
  };
}
