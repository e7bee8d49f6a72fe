import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { addressError } from "../../deploy/checks/engine-error";
import { type DockerHost, resolveHost } from "../../docker/host";
import { UserError } from "../../shared/errors";
import { findProject, type ProjectFile, stackFile } from "../../shared/project";
import { shortName, stackNameProblem } from "../../shared/stack-name";
import { backendUrl, stateFile, stateFolder } from "../../shared/workspace";
import { readMapping } from "../../shared/yaml-file";
import { chooseStack } from "./choose-stack";
import { type StackSettings, stackSettings } from "./stack-settings";

/** A stack, and the engine that its settings or the environment name. Nothing is loaded or asked for it. */
export interface FoundPlace {
  project: ProjectFile;
  id: { project: string; stack: string };
  host: DockerHost;
  settings: StackSettings;
  /** The file of its settings, whether it is there or not. */
  file: string;
  hasSettings: boolean;
  /** The file of its state, where there is one in a folder of this machine. */
  state: string | undefined;
}

/**
 * Finds a stack of the project in a folder.
 *
 * @param name the stack; where it is undefined, the one that other commands would take.
 * @throws UserError with what is wrong and what to do.
 */
export function findPlace(
  name: string | undefined,
  folder: string,
  env: NodeJS.ProcessEnv,
): FoundPlace {
  const project = findProject(resolve(folder));
  if (!project) {
    throw new UserError(
      `there is no Pulumi.yaml in ${resolve(folder)} or above it: name the project's folder with --cwd`,
    );
  }
  const url = backendUrl(project, env);
  const stack = chooseStack(name, project, url, env).name;
  const problem = stackNameProblem(stack);
  if (problem) throw new UserError(problem);
  const file = stackFile(project, stack);
  const settings = stackSettings(project, readMapping(file), []);
  if (settings.hostIsSecret && !env.DOCKER_HOST) {
    throw new UserError("the setting host is encrypted; give the engine's address in DOCKER_HOST");
  }
  const host = resolveHost(settings.host, env);
  const wrong = addressError(host, env);
  if (wrong) throw new UserError(wrong);
  const states = stateFolder(project, url);
  return {
    project,
    id: { project: project.name, stack: shortName(stack) },
    host,
    settings,
    file,
    hasSettings: existsSync(file),
    state: states && stateFile(states, project.name, stack),
  };
}
