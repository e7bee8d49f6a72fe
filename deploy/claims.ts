import { resolve } from "node:path";
import type { ContainerLimits, StackId } from "../components";
import { nameOf } from "../components/labels";
import type { PublishedPort } from "../settings";
import type { TargetArgs } from "./target";

export interface ClaimsArgs {
  id: StackId;
  /** Address of the Docker engine, as TargetArgs has it. */
  host?: string;
  /** Roles of the containers, such as `site`. */
  roles: readonly string[];
  /** Roles of the named volumes. */
  volumes?: readonly string[];
  /** Ports of the host by the setting that asks for each; undefined where it is not published. */
  ports?: Readonly<Record<string, PublishedPort | undefined>>;
  /** Folders that containers read, relative to the project, by the setting that names each. */
  folders?: Readonly<Record<string, string>>;
  /** References of the images that the stack starts from. */
  images?: readonly string[];
  /** The setting `limits`. */
  limits?: ContainerLimits;
}

/** What a stack is about to use on an engine, from the words that a program has for it. Pure. */
export function claims(args: ClaimsArgs): TargetArgs {
  const { id, host, roles, volumes = [], ports = {}, folders = {}, images = [], limits } = args;
  return {
    ...id,
    host,
    names: roles.map((role) => nameOf(id, role)),
    volumes: volumes.map((role) => nameOf(id, role)),
    data: volumes.map((role) => nameOf(id, role)),
    networks: [nameOf(id)],
    ports: Object.entries(ports).flatMap(([key, port]) => (port ? [{ key, ...port }] : [])),
    folders: Object.entries(folders).map(([key, folder]) => ({ key, path: resolve(folder) })),
    images,
    cpus: limits?.cpus === undefined ? [] : [{ key: "limits.cpus", cpus: limits.cpus }],
  };
}
