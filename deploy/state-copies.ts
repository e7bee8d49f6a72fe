import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { StackId } from "../components";
import { findProject } from "../shared/project";
import { backendUrl, stateFolder } from "../shared/workspace";
import type { StateCopies } from "./checks/lost-state";
import { isBlank } from "./checks/recorded";

/**
 * Looks for the newest copy of a stack's state that has anything in it, where the backend is a folder:
 * both engines keep the states after their last operations there, also of a stack that was removed.
 *
 * @param folder one of the project's.
 */
export function stateCopies(
  folder: string,
  { project, stack }: StackId,
  env: NodeJS.ProcessEnv = process.env,
): StateCopies {
  const found = findProject(folder);
  const root = found && stateFolder(found, backendUrl(found, env));
  if (!root) return {};
  const pulumi = join(root, ".pulumi");
  const state = join(pulumi, "stacks", project, `${stack}.json`);
  const copies = [
    `${state}.bak`,
    ...filesIn(join(pulumi, "backups", project, stack), ".json"),
    ...filesIn(join(pulumi, "history", project, stack), ".checkpoint.json"),
  ];
  const newestFirst = copies
    .map((copy) => ({ copy, time: statSync(copy, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.time - one.time);
  const newest = newestFirst.find(({ copy }) => hasResources(copy));
  return newest ? { newest: { copy: newest.copy, state } } : {};
}

function filesIn(folder: string, end: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(end));
    return names.map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** A copy that is damaged is none. */
function hasResources(file: string): boolean {
  try {
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8"));
    return !isBlank(checkpoint.latest.resources);
  } catch {
    return false;
  }
}
