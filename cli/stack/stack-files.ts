import { readdirSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../shared/nearest";
import type { ProjectFile } from "../../shared/project";
import { shellWord } from "../../shared/shell-word";

/** The stacks of a project: those that have a state in a folder, and those that have settings. */
export function knownStacks(project: ProjectFile, stateFolder: string | undefined): string[] {
  const settings = namesIn(project.stackFolder, /^Pulumi\.(.+)\.ya?ml$/);
  const states =
    stateFolder === undefined
      ? []
      : namesIn(join(stateFolder, ".pulumi", "stacks", project.name), /^(.+?)\.json(\.gz)?$/);
  return [...new Set([...settings, ...states])].sort();
}

function namesIn(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder).flatMap((name) => pattern.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

/**
 * What a person is told of a stack that does not exist. Pure.
 *
 * @param hasSettings its file is there.
 */
export function noSuchStack(name: string, known: readonly string[], hasSettings: boolean): string {
  const word = shellWord(name);
  if (hasSettings) return `there is no stack ${name} yet; to make it: ./pulumiw up --stack ${word}`;
  const meant = nearest(name, known);
  const there = known.length > 0 ? `there is ${known.join(", ")}` : "this project has none";
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `there is no stack ${name}, and no Pulumi.${name}.yaml with settings for one; ${there}${hint}; to make it: ./pulumiw stack init ${word}`;
}
