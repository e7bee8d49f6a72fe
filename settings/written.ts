import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { fileNameOf, type StackFile } from "./problem";

/**
 * The stack file of the project that the working folder belongs to, as it is written; undefined where it
 * cannot be read, as the engine that has read it may know another place.
 */
export function writtenText(file: StackFile): string | undefined {
  try {
    const project = projectFile(process.cwd());
    if (!project) return undefined;
    const { stackConfigDir = "." } = parse(readFileSync(project, "utf8")) ?? {};
    return readFileSync(join(dirname(project), String(stackConfigDir), fileNameOf(file)), "utf8");
  } catch {
    return undefined;
  }
}

/** Searched upwards, as the CLI does. */
function projectFile(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(here, name)).find(existsSync);
    if (file || dirname(here) === here) return file;
  }
}
