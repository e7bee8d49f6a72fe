import type Docker from "dockerode";
import { anotherPort, type Claims, isOwn, nameBack, ownerOfLabels } from "./conflicts";

/** The parts of a service's inspection that are read. */
export interface ListedService {
  Spec: { Name: string; Labels?: Record<string, string> };
  Endpoint?: { Ports?: { PublishedPort?: number }[] };
}

/** Whether Swarm made a container. */
export const isTask = ({ Labels: labels }: Pick<Docker.ContainerInfo, "Labels">) =>
  "com.docker.swarm.service.id" in labels;

/** Names and ports that services of others hold; one message each, with the owner and what to do. */
export function serviceConflicts(claims: Claims, services: readonly ListedService[]): string[] {
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
        (claim) =>
          `${claim.key}: the port ${claim.port} is taken by the service ${name} (${owner}); ${nameBack(labels, claims)}remove it, or choose another port: ${anotherPort(claim, stack)}`,
      ),
    ];
  });
}

/** Ports of the nodes that a service publishes. */
export const portsOf = ({ Endpoint }: ListedService): number[] =>
  (Endpoint?.Ports ?? []).flatMap(({ PublishedPort }) => PublishedPort ?? []);

/**
 * A stack that runs in the other way: the new servers would start while the old ones are there, and
 * two would have the same data.
 */
export function otherPlatform(
  claims: Claims,
  isSwarm: boolean,
  containers: readonly Pick<Docker.ContainerInfo, "Labels" | "State">[],
  services: readonly ListedService[],
): string[] {
  const { stack } = claims;
  const running = containers.filter(
    ({ State, Labels }) => State === "running" && isOwn(Labels, claims),
  );
  const away = "take that away first, its data stays where database.keepData is on";
  const destroy = `pulumi destroy --stack ${stack}`;
  if (isSwarm) {
    if (running.every(isTask)) return [];
    return [
      `platform: given swarm, and this stack runs as containers of one engine; ${away}: ${destroy}`,
    ];
  }
  if (services.some(({ Spec }) => isOwn(Spec.Labels ?? {}, claims))) {
    return [`platform: given docker, and this stack runs as services; ${away}: ${destroy}`];
  }
  // A worker knows of its own tasks only.
  if (!running.some(isTask)) return [];
  return [
    `platform: given docker, and this stack runs as services of a Swarm, of which this engine is a worker; ${away}, by way of a manager: pulumi config set --stack ${stack} platform swarm && pulumi config set --stack ${stack} host ssh://USER@MANAGER && ${destroy}`,
  ];
}
