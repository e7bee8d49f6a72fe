import { execSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../support/engines";
import { TinyProject } from "../../support/tiny-project";
import { type CaseObservation, observe } from "./compare";

/**
 * One step of a case: a program and the command that is run on it, which its line `// $ ...` says. A
 * line `// ! ...` is a shell command that is run before, as somebody else's doing.
 */
export interface CaseStep {
  number: string;
  program: string;
  args: string[];
  before?: string;
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

/** What cases keep secret, in their settings and in their programs. */
const SECRETS = ["hush", "in an object"];

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
      const before = /^\/\/ ! (.+)$/m.exec(program)?.[1];
      return { number: file.replace(".ts", ""), program, args: command.split(" "), before };
    });
}

/** What each engine made of the settings the first time: every case begins with a copy of it. */
const stackFiles = new Map<Engine, string>();

/** Takes a case through its steps under one engine. */
export async function runCase(engine: Engine, { name, steps }: Case): Promise<CaseObservation[]> {
  const project = new TinyProject("", engine);
  // There the embedded engine takes the providers' plugins in place of its own.
  const env = name.endsWith("-plugin") ? { BERTH_FORCE_PLUGINS: "true" } : {};
  const command = (args: readonly string[]) => project.run(args, env);
  try {
    const settings = stackFiles.get(engine);
    if (settings !== undefined) project.write("Pulumi.dev.yaml", settings);
    await command(["stack", "init", "dev"]);
    if (settings === undefined) {
      for (const args of SETTINGS) await command(args);
      stackFiles.set(engine, readFileSync(project.path("Pulumi.dev.yaml"), "utf8"));
    }
    const observations: CaseObservation[] = [];
    for (const { program, args, before } of steps) {
      project.program(program);
      if (before) execSync(before, { stdio: "ignore" });
      const { code, output } = await command(args);
      const exported = await command(["stack", "export", "--show-secrets"]);
      const stored = readFileSync(project.stateFile, "utf8");
      observations.push({
        ...observe(args, code, output, exported.output),
        leaks: SECRETS.filter((secret) => output.includes(secret) || stored.includes(secret)),
      });
    }
    return observations;
  } finally {
    project.remove();
  }
}
