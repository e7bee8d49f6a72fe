import { resolve } from "node:path";
import type { Place } from "../backup/places";
import { addressError } from "../deploy/checks/engine-error";
import { connect } from "../docker/connect";
import { type DockerHost, resolveHost } from "../docker/host";
import { UserError } from "../shared/errors";
import { findProject, stackFile } from "../shared/project";
import { shortName } from "../shared/stack-name";
import { backendUrl } from "../shared/workspace";
import { readMapping } from "../shared/yaml-file";
import { neededImages } from "./base-images";
import { chooseStack } from "./choose-stack";
import { stackSettings } from "./stack-settings";

/** A stack, and the engine that its settings or the environment name. */
export interface StackPlace extends Place {
  host: DockerHost;
  /** References of the images that the stack starts from. */
  images: readonly string[];
}

/**
 * Finds a stack of the project in a folder.
 *
 * @param name the stack; where it is undefined, the one that other commands would take.
 */
export function openPlace(
  name: string | undefined,
  folder: string,
  env: NodeJS.ProcessEnv,
): StackPlace {
  const project = findProject(resolve(folder));
  if (!project) {
    throw new UserError(
      `there is no Pulumi.yaml in ${resolve(folder)} or above it: name the project's folder with --cwd`,
    );
  }
  const stack = chooseStack(name, project, backendUrl(project, env), env).name;
  const settings = stackSettings(project, readMapping(stackFile(project, stack)), []);
  if (settings.hostIsSecret && !env.DOCKER_HOST) {
    throw new UserError("the setting host is encrypted; give the engine's address in DOCKER_HOST");
  }
  const host = resolveHost(settings.host, env);
  const wrong = addressError(host);
  if (wrong) throw new UserError(wrong);
  return {
    docker: connect(host.address),
    id: { project: project.name, stack: shortName(stack) },
    host,
    images: neededImages(settings).map(({ reference }) => reference),
  };
}
