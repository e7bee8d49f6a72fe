import type Docker from "dockerode";
import { type Claims, isOwn, nameBack, ownerOfLabels } from "./conflicts";

/** The parts of a service's inspection that are read. */
export interface ServiceInfo {
  Spec: { Name: string; Labels?: Record<string, string> };
  Endpoint?: { Ports?: { PublishedPort?: number }[] };
}

/** Whether Swarm made a container. */
export const isTask = ({ Labels: labels }: Pick<Docker.ContainerInfo, "Labels">) =>
  "com.docker.swarm.service.id" in labels;

/** Names and ports that services of others hold; one message each, with the owner and what to do. */
export function serviceConflicts(claims: Claims, services: readonly ServiceInfo[]): string[] {
  const { names, ports, stack } = claims;
  const foreign = services.filter(({ Spec }) => !isOwn(Spec.Labels ?? {}, claims));
  return foreign.flatMap((service) => {
    const { Name: name, Labels: labels = {} } = service.Spec;
    const owner = ownerOfLabels(labels) ?? "a service that Berth did not make";
    const taken = ports.filter(({ port }) => portsOf(service).includes(port));
    return [
      ...(names.includes(name)
        ? [`the service name ${name} is taken by ${owner}; remove it: docker service rm ${name}`]
        : []),
      ...taken.map(
        ({ key, port }) =>
          `${key}: the port ${port} is taken by the service ${name} (${owner}); ${nameBack(labels, claims)}remove it, or choose another port: pulumi config set --stack ${stack} --path ${key} ${port + 1}`,
      ),
    ];
  });
}

/** Ports of the nodes that a service publishes. */
export const portsOf = ({ Endpoint }: ServiceInfo): number[] =>
  (Endpoint?.Ports ?? []).flatMap(({ PublishedPort }) => PublishedPort ?? []);

/**
 * A stack that runs in the other way: the new servers would start while the old ones are there, and
 * two would have the same data.
 */
export function otherPlatform(
  claims: Claims,
  isSwarm: boolean,
  containers: readonly Pick<Docker.ContainerInfo, "Labels" | "State">[],
  services: readonly ServiceInfo[],
): string[] {
  const own = isSwarm
    ? containers.some(
        (container) =>
          container.State === "running" && isOwn(container.Labels, claims) && !isTask(container),
      )
    : services.some(({ Spec }) => isOwn(Spec.Labels ?? {}, claims));
  if (!own) return [];
  const [given, now] = isSwarm ? ["swarm", "containers of one engine"] : ["docker", "services"];
  return [
    `platform: given ${given}, and this stack runs as ${now}; take that away first, its data stays where database.keepData is on: pulumi destroy --stack ${claims.stack}`,
  ];
}
