import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { labels, nameOf, type StackId } from "../../labels";

/** The role of the config that an edge reads its configuration from. */
export const EDGE_CONFIG = "edge-config";

/** A config as a service names it, with the file that its tasks find. */
export interface ConfigReference {
  configId: pulumi.Input<string>;
  configName: pulumi.Input<string>;
  /** Absolute path of the file, which everybody in the task may read. */
  fileName: string;
}

/**
 * A config of a Swarm, named `project-stack-role` and letters of chance: it cannot be changed, so another
 * content is another config, and the old one goes once the service has the new one.
 *
 * @param fileName absolute path of the file that a service's tasks find it in.
 */
export function swarmConfig(
  id: StackId,
  role: string,
  content: pulumi.Input<string>,
  fileName: string,
  parent: pulumi.Resource,
): ConfigReference {
  const args = { dataRaw: content, labels: labels(id, role) };
  const config = new docker.ServiceConfig(nameOf(id, role), args, { parent });
  return { configId: config.id, configName: config.name, fileName };
}
