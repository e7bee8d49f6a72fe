import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../support/engines";
import { type Observation, observe } from "./compare";
import { TinyProject } from "./tiny-project";

/** One step of a case: a program and the command that is run on it. */
export interface CaseStep {
  number: string;
  program: string;
  args: string[];
}

/** A numbered tiny program in its successive versions, and its end. */
export interface Case {
  name: string;
  steps: CaseStep[];
}

const FOLDER = join(__dirname, "cases");

/** The same for every case, so that the cases can be about anything. */
const SETTINGS: string[][] = [
  ["config", "set", "text", "a text"],
  ["config", "set", "number", "5"],
  ["config", "set", "--path", "object.list[0]", "1"],
  ["config", "set", "--secret", "--path", "object.hidden", "in an object"],
  ["config", "set", "--secret", "secret", "hush"],
  ["config", "set", "other:key", "of another namespace"],
];

const DESTROY: CaseStep = {
  number: "destroy",
  program: "",
  args: ["destroy", "--yes", "--skip-preview"],
};

/** The cases whose names contain the filter. */
export function loadCases(filter: string): Case[] {
  return readdirSync(FOLDER)
    .filter((name) => name.includes(filter))
    .sort()
    .map((name) => ({ name, steps: [...loadSteps(join(FOLDER, name)), DESTROY] }));
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

/** Takes a case through its steps under one engine. */
export async function runCase(engine: Engine, { name, steps }: Case): Promise<Observation[]> {
  const project = TinyProject.create({ plugins: name.endsWith("-plugin") });
  try {
    await project.run(engine, ["stack", "init", "test"]);
    for (const args of SETTINGS) await project.run(engine, args);
    const observations: Observation[] = [];
    for (const step of steps) observations.push(await runStep(engine, project, step));
    return observations;
  } finally {
    project.remove();
  }
}

async function runStep(engine: Engine, project: TinyProject, step: CaseStep): Promise<Observation> {
  project.program(step.program);
  const { code, output } = await project.run(engine, step.args);
  const exported = await project.run(engine, ["stack", "export", "--show-secrets"]);
  return observe(step.args, code, output, exported.output);
}
