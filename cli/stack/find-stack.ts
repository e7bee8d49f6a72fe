import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../../shared/errors";
import { type ProjectFile, stackFile } from "../../shared/project";
import { stackNameProblem } from "../../shared/stack-name";
import { backendUrl, stateFile, stateFolder } from "../../shared/workspace";
import type { CommandLine } from "../command-line";
import { readsStack } from "../prepare/check-stack";
import { type ChosenStack, chooseStack } from "./choose-stack";
import { checkStateFolders } from "./state-folder";

/** The stack that a command is about, and where its parts are. */
export interface FoundStack {
  stack: ChosenStack;
  /** Its settings, whether the file is there or not. */
  file: string;
  /** The backend's address; undefined before a login. */
  url: string | undefined;
  /** The folder of a file backend; undefined for all others. */
  stateFolder: string | undefined;
  /** The file of its state, where there is one in a folder. */
  state: string | undefined;
  /** Whether it exists; undefined where only the engine can tell. */
  exists: boolean | undefined;
}

/** Commands whose first word names a stack. */
const NAMING = new Set(["stack init", "stack select", "stack rm", "cancel"]);

/**
 * Finds the stack that a command is about.
 *
 * @throws UserError where no stack can have its name.
 */
export function findStack(
  line: CommandLine,
  project: ProjectFile,
  cwd: string,
  env: NodeJS.ProcessEnv,
): FoundStack {
  const url = backendUrl(project, env);
  const named = NAMING.has(line.command) ? line.operands[0] : undefined;
  const stack = chooseStack(named ?? line.stack, project, url, env);
  const renamed = line.command === "stack rename" ? line.operands.slice(0, 1) : [];
  for (const name of [stack.name, ...renamed]) {
    const problem = stackNameProblem(name);
    if (problem) throw new UserError(problem);
  }
  if (line.configFile && readsStack(line.command) && !existsSync(resolve(cwd, line.configFile))) {
    if (!line.command.startsWith("config set")) {
      throw new UserError(`--config-file: given ${line.configFile}; there is no such file`);
    }
  }
  const folder = stateFolder(project, url);
  if (folder !== undefined) checkStateFolders(folder, project.name);
  const state = folder && stateFile(folder, project.name, stack.name);
  return {
    stack,
    file: line.configFile ? resolve(cwd, line.configFile) : stackFile(project, stack.name),
    url,
    stateFolder: folder,
    state,
    exists: folder === undefined ? undefined : state !== undefined,
  };
}
