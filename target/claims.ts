import type { ContainerLimits, StackId } from "../components";
import { nameOf } from "../components/labels";
import type { PreflightArgs } from "../preflight";
import type { PublishedPort } from "../settings";

export interface ClaimsArgs {
  id: StackId;
  /** Roles of the containers, such as `site`. */
  roles: readonly string[];
  /** Roles of the named volumes. */
  volumes?: readonly string[];
  /** Ports of the host by the setting that asks for each; undefined where it is not published. */
  ports?: Readonly<Record<string, PublishedPort | undefined>>;
  /** References of the images that the stack starts from. */
  images?: readonly string[];
  /** The setting `limits`. */
  limits?: ContainerLimits;
}

/** What a stack is about to use on an engine, from the words that a program has for it. Pure. */
export function claims(args: ClaimsArgs): Omit<PreflightArgs, "host"> {
  const { id, roles, volumes = [], ports = {}, images = [], limits } = args;
  return {
    ...id,
    names: roles.map((role) => nameOf(id, role)),
    volumes: volumes.map((role) => nameOf(id, role)),
    ports: Object.entries(ports).flatMap(([key, port]) => (port ? [{ key, ...port }] : [])),
    images,
    cpus: limits?.cpus === undefined ? [] : [{ key: "limits.cpus", cpus: limits.cpus }],
  };
}
