import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One step of a case: a program and the command that is run on it. */
export interface CaseStep {
  number: string;
  program: string;
  args: string[];
}

/** A numbered tiny program in its successive versions. */
export interface Case {
  name: string;
  steps: CaseStep[];
}

const FOLDER = join(__dirname, "cases");

/** The cases whose names contain the filter. */
export function loadCases(filter: string): Case[] {
  return readdirSync(FOLDER)
    .filter((name) => name.includes(filter))
    .sort()
    .map((name) => ({ name, steps: loadSteps(join(FOLDER, name)) }));
}

function loadSteps(folder: string): CaseStep[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const program = readFileSync(join(folder, file), "utf8");
      const command = /^\/\/ \$ (.+)$/m.exec(program)?.[1] ?? "up --yes";
      return { number: file.replace(".ts", ""), program, args: command.split(" ") };
    });
}
