import type Docker from "dockerode";
import { anotherPort, type Claims, isOwn, nameBack, ownerOfLabels } from "./conflicts";

/** The parts of a service's inspection that are read. */
export interface ListedService {
  ID: string;
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
