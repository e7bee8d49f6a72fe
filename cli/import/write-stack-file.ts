import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { UserError } from "../../shared/errors";
import { fileReason } from "../../shared/file-reason";
import { findProject, type ProjectFile, stackFile } from "../../shared/project";
import { shortName, stackNameProblem } from "../../shared/stack-name";
import type { Surroundings } from "../commands/command";
import type { OwnLine } from "../commands/line";
import type { Machine } from "../machine";
import { passphraseEnvironment } from "../prepare/passphrase";
import { folderOf } from "../stack/folder";
import { fitting } from "./compose/fit";
import { mapProject } from "./compose/map";
import { appCandidates, certainApp, profilesToName } from "./compose/map/roles";
import type { ComposeProject } from "./compose/read/model";
import { stackText } from "./compose/stack-text";
import { tableLines } from "./compose/table";
import type { Former } from "./former";

/** What a stack file is written of. */
interface Imported {
  project: ProjectFile;
  stack: string;
  compose: ComposeProject;
  former: Former | undefined;
  /** What made the file, for its first line, from its folder. */
  made(folder: string): string;
}

/** Writes the stack file of what a Compose project runs, and says where each key went. */
export async function writeStackFile(
  line: OwnLine,
  { cwd, machine }: Surroundings,
  { project, stack, compose, former, made }: Imported,
): Promise<void> {
  const app = line.text("app") ?? (await askForApp(compose, machine));
  const plan = fitting(
    mapProject(compose, {
      app,
      mode: modeOf(line, stack),
      folder: project.stackFolder,
      stack: `${project.name}-${stack}`,
      former,
    }),
    { project: project.name, stack },
  );
  const file = stackFile(project, stack);
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const shownFile = relative(cwd, file) || file;
  const head = [`Made by ./pulumiw ${made(dirname(file))}`];
  const text = await stackText(plan.config, before, head, {
    read: () => passphraseOf(project, file, machine),
  });
  if (line.has("json"))
    process.stdout.write(`${JSON.stringify({ file: shownFile, rows: plan.rows }, null, 2)}\n`);
  else process.stdout.write(`${tableLines(plan.rows).join("\n")}\n\n`);
  for (const name of compose.unset)
    machine.say(
      `the variable ${name} is not set, and was taken as empty; set it in .env or in the environment`,
    );
  if (text === before) return machine.say(`${shownFile} is as it was`);
  if (before !== undefined) await allowOverwrite(line, shownFile, machine);
  write(file, text);
  const makes = former ? "takes over, and stops when" : "makes";
  machine.say(`written: ${shownFile}; to see what it ${makes}: ./pulumiw preview --stack ${stack}`);
}

/** The project of a command line's folder. */
export function projectOf(line: OwnLine, cwd: string): ProjectFile {
  return projectIn(folderOf(cwd, line.text("cwd")));
}

function projectIn(folder: string): ProjectFile {
  const project = findProject(folder);
  if (project) return project;
  throw new UserError(
    `there is no Pulumi.yaml in ${folder} or above it: name the project's folder with --cwd`,
  );
}

/** The stack that a command line names. */
export function stackOf(line: OwnLine, command: string): string {
  const stack = line.text("stack");
  if (stack === undefined) {
    throw new UserError(
      `${command}: which stack is its file for? Name it with --stack, as in --stack dev`,
    );
  }
  const wrong = stackNameProblem(stack);
  if (wrong) throw new UserError(wrong);
  return shortName(stack);
}

/** The mode that a command line names, or the stack's name says. */
export function modeOf(line: OwnLine, stack: string): "dev" | "prod" {
  const given =
    line.text("mode") ?? (/^(prod|production|live|staging)\b/.test(stack) ? "prod" : "dev");
  if (given === "dev" || given === "prod") return given;
  throw new UserError(`--mode: given ${given}; accepted: dev or prod`);
}

async function askForApp(compose: ComposeProject, machine: Machine): Promise<string> {
  const certain = certainApp(compose);
  if (certain !== undefined) return certain;
  const candidates = appCandidates(compose);
  if (candidates.length === 0)
    throw new UserError(
      `${compose.files.join(" and ")}: given no service that could be the app; accepted: one that is built, or that has an image of its own${profilesToName(compose)}`,
    );
  if (!machine.interactive)
    throw new UserError(
      `several services could be the app; name it: --app ${candidates.join(" or --app ")}`,
    );
  for (const name of candidates)
    if (await machine.ask(`Is ${name} the app?`, name === candidates[0])) return name;
  throw new UserError(`no service is the app; accepted: ${candidates.join(", ")}`);
}

function passphraseOf(project: ProjectFile, file: string, machine: Machine): string {
  const added = passphraseEnvironment({
    need: "make",
    folder: project.folder,
    stackFile: file,
    stateFile: undefined,
    secretsProvider: undefined,
    machine,
  });
  const env = { ...machine.env, ...added };
  if (env.PULUMI_CONFIG_PASSPHRASE !== undefined) return env.PULUMI_CONFIG_PASSPHRASE;
  const name = env.PULUMI_CONFIG_PASSPHRASE_FILE ?? "";
  try {
    return readFileSync(name, "utf8").trim();
  } catch (error) {
    throw new UserError(
      `PULUMI_CONFIG_PASSPHRASE_FILE: ${name} cannot be read: ${fileReason(error as NodeJS.ErrnoException)}`,
    );
  }
}

async function allowOverwrite(line: OwnLine, file: string, machine: Machine): Promise<void> {
  if (line.has("yes")) return;
  const question = `${file} is there with other settings. Overwrite it?`;
  if (!machine.interactive)
    throw new UserError(`${question} Nobody can be asked here: say so with --yes`);
  if (!(await machine.ask(question, false))) throw new UserError(`${file} stays as it is`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${fileReason(error as NodeJS.ErrnoException)}`);
  }
}
