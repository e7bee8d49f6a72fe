import type Docker from "dockerode";
import { overlaps } from "../../shared/ports";
import { shellWord } from "../../shared/shell-word";
import { CONTAINER, isRecorded, type State, VOLUME } from "./recorded";

/** A port of the host, with the setting that asks for it. */
export interface ClaimedPort {
  key: string;
  address: string;
  port: number;
  /** @default "tcp" */
  protocol?: "tcp" | "udp";
  /**
   * The value of that setting which asks for the next port.
   *
   * @default its number
   */
  another?: string;
}

/** The command that asks for another port. */
export const anotherPort = (
  { key, port, another = String(port + 1) }: ClaimedPort,
  stack: string,
) => `pulumi config set --stack ${stack} --path ${shellWord(key)} ${another}`;

/** What a stack is about to claim on an engine. */
export interface Claims {
  project: string;
  stack: string;
  /** Names of containers. */
  names: readonly string[];
  /**
   * Names by which containers of one engine find one another.
   *
   * @default none
   */
  hostNames?: readonly string[];
  /** Ports of the host, with the setting that asks for each. */
  ports: readonly ClaimedPort[];
  /** Names of volumes. */
  volumes: readonly string[];
  /**
   * Names of networks.
   *
   * @default none
   */
  networks?: readonly string[];
}

type Container = Pick<
  Docker.ContainerInfo,
  "Names" | "Labels" | "Ports" | "Image" | "State" | "Mounts"
>;

/** The parts of a volume that are read. */
export type Volume = Pick<Docker.VolumeInspectInfo, "Name" | "Labels" | "Driver">;

/** Whether something with these labels belongs to the stack itself. */
export function isOwn(
  labels: Record<string, string>,
  { project, stack }: Pick<Claims, "project" | "stack">,
): boolean {
  return labels["berth.project"] === project && labels["berth.stack"] === stack;
}

/** What a part of a name in DNS may have (RFC 1035); a container may have a longer one, that nobody finds. */
const LONGEST_HOST_NAME = 63;

/** Names that are too long to be found. */
export function hostNameProblems({ hostNames = [] }: Claims): string[] {
  const [longest = ""] = [...hostNames].sort((one, other) => other.length - one.length);
  const surplus = longest.length - LONGEST_HOST_NAME;
  if (surplus <= 0) return [];
  return [
    `the container ${longest} would have a name of ${longest.length} characters, and others find it by ${LONGEST_HOST_NAME} at the most; give the project (name in Pulumi.yaml) or the stack a name that is shorter by ${surplus}`,
  ];
}

/** Names and ports that containers of others hold; one message each, with the owner and what to do. */
export function conflicts(claims: Claims, containers: readonly Container[]): string[] {
  const foreign = containers.filter((container) => !isOwn(container.Labels, claims));
  return [...nameConflicts(claims, foreign), ...portConflicts(claims, foreign)];
}

/** Containers of this stack under names that it wants, of which its state does not know. */
export function leftContainers(
  claims: Claims,
  containers: readonly Container[],
  state: State,
): string[] {
  if (!state) return [];
  const own = containers.filter((container) => isOwn(container.Labels, claims)).map(plainName);
  const left = own.filter(
    (name) => claims.names.includes(name) && !isRecorded(state, CONTAINER, name),
  );
  return left.map(
    (name) =>
      `the container ${name} is there, and the state of this stack does not have it: an interrupted run may have left it; remove it, its volumes stay: docker rm -f ${name}`,
  );
}

/**
 * Volumes of others under our names: Docker would hand their data to this stack without a word.
 *
 * One without labels that the state has is the stack's: Docker makes a volume that was removed by hand
 * again without them, with the container that has it.
 */
export function volumeConflicts(
  claims: Claims,
  volumes: readonly Volume[],
  containers: readonly Container[],
): string[] {
  const ours = volumes.filter(({ Name }) => claims.volumes.includes(Name));
  return ours.flatMap(({ Name, Labels }) => {
    const users = containers.filter(({ Mounts }) => Mounts.some((mount) => mount.Name === Name));
    const user = users.find(({ Labels }) => !isOwn(Labels, claims));
    if (isOwn(Labels ?? {}, claims)) {
      // It has this stack's data: another name would lead away from it. Whoever has looked and ended is no harm.
      if (user?.State !== "running") return [];
      const name = plainName(user);
      return [
        `the volume ${Name} is used by the container ${name} (${ownerOf(user)}); stop it: docker stop ${name}`,
      ];
    }
    const owner = ownerOfLabels(Labels ?? {});
    if (user || owner) {
      const whose = user
        ? `is used by the container ${plainName(user)} (${ownerOf(user)})`
        : `belongs to ${owner}`;
      return [`the volume ${Name} ${whose}; give this project or stack another name`];
    }
    return [];
  });
}

/**
 * Volumes under our names that nobody can be said to have made: without the labels of anybody, and not
 * in the state. One that the stack's own containers have is the stack's.
 */
export function unclaimedVolumes(
  claims: Claims,
  volumes: readonly Volume[],
  containers: readonly Container[],
  state: State,
): Volume[] {
  if (!state) return [];
  return volumes.filter(
    ({ Name, Labels }) =>
      claims.volumes.includes(Name) &&
      ownerOfLabels(Labels ?? {}) === undefined &&
      !isRecorded(state, VOLUME, Name) &&
      !containers.some(({ Mounts }) => Mounts.some((mount) => mount.Name === Name)),
  );
}

/** What is said of those: Docker would hand their data to this stack, and a destroy would delete it. */
export function takeover({ Name, Driver }: Volume): string {
  return `the volume ${Name} (driver ${Driver}) is there, and Berth did not make it; give this project or stack another name, or, where nobody needs it, remove it: docker volume rm ${Name}; docs/backups.md says how its data comes into this stack`;
}

function nameConflicts({ names }: Claims, foreign: readonly Container[]): string[] {
  return foreign.flatMap((container) => {
    const name = plainName(container);
    if (!names.includes(name)) return [];
    return [
      `the container name ${name} is taken by ${ownerOf(container)}; rename it (docker rename ${name} ${name}-old), or remove it (docker rm -f ${name})`,
    ];
  });
}

function portConflicts(claims: Claims, foreign: readonly Container[]): string[] {
  const { ports, stack } = claims;
  return ports.flatMap((claim) => {
    const { key, address, port, protocol = "tcp" } = claim;
    const holder = foreign.find(({ Ports }) =>
      Ports.some(
        (taken) =>
          taken.Type === protocol && taken.PublicPort === port && overlap(taken.IP, address),
      ),
    );
    if (!holder) return [];
    return [
      `${key}: the port ${port} is taken by the container ${plainName(holder)} (${ownerOf(holder)}); ${nameBack(holder.Labels, claims)}stop it, or choose another port: ${anotherPort(claim, stack)}`,
    ];
  });
}

/** One that Docker does not name is every address. */
const overlap = (one: string | undefined, other: string) => overlaps(one || "::", other);

export const plainName = ({ Names }: Container) => Names[0]?.replace(/^\//, "") ?? "";

export function ownerOf({ Labels: labels, Image, State }: Container): string {
  return ownerOfLabels(labels) ?? foreign({ Image, State });
}

/** Whom something belongs to by its labels. */
export function ownerOfLabels(labels: Record<string, string>): string | undefined {
  const compose = labels["com.docker.compose.project"];
  const berth = labels["berth.project"];
  if (berth) return `the stack ${labels["berth.stack"]} of the project ${berth}`;
  return compose ? `the Compose project ${compose}` : undefined;
}

/** A stack that was renamed finds its own ports taken, and data that it does not know any more. */
export function nameBack(
  labels: Record<string, string>,
  { project, stack }: Pick<Claims, "project" | "stack">,
): string {
  const former = labels["berth.stack"];
  if (labels["berth.project"] !== project || former === undefined) return "";
  return `if this stack was named ${former} until now, name it so again: pulumi stack rename --stack ${stack} ${former}; else `;
}

function foreign({ Image, State }: Pick<Container, "Image" | "State">): string {
  return `a container of the image ${Image} that Berth did not make, ${State}`;
}
