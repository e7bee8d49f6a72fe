import type { ProjectFile } from "../../shared/project";
import { selectedStack } from "../../shared/workspace";

/** The stack that is meant where none is named and none is selected. */
export const DEFAULT_STACK = "dev";

/** The stack that a command is about, and who said so. */
export interface ChosenStack {
  name: string;
  from: "flag" | "environment" | "selection" | "default";
  /** Another stack is selected. */
  keepsSelection: boolean;
}

/** Picks the stack as the CLI does, with `dev` where the CLI would ask. */
export function chooseStack(
  flag: string | undefined,
  project: ProjectFile,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): ChosenStack {
  const selected = selectedStack(project, url, env);
  const keepsSelection = selected !== undefined;
  if (flag) return { name: flag, from: "flag", keepsSelection };
  if (env.PULUMI_STACK) return { name: env.PULUMI_STACK, from: "environment", keepsSelection };
  return selected
    ? { name: selected, from: "selection", keepsSelection }
    : { name: DEFAULT_STACK, from: "default", keepsSelection };
}
