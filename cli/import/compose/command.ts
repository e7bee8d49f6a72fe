import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { UserError } from "../../../shared/errors";
import { fileReason } from "../../../shared/file-reason";
import { findProject, type ProjectFile, stackFile } from "../../../shared/project";
import { shortName, stackNameProblem } from "../../../shared/stack-name";
import type { OwnLine } from "../../commands/line";
import type { Run } from "../../commands/run-in";
import type { Machine } from "../../machine";
import { passphraseEnvironment } from "../../prepare/passphrase";
import { folderOf } from "../../stack/folder";
import { fitting } from "./fit";
import { mapProject } from "./map";
import { appCandidates, certainApp } from "./map/roles";
import { REAL_FILES } from "./read/files";
import type { ComposeProject } from "./read/model";
import { readComposeProject, standardFiles } from "./read/project";
import { stackText } from "./stack-text";
import { tableLines } from "./table";

/** `import compose`: writes the stack file of what Compose files run. */
export const importCompose: Run = async (line, { cwd, machine }) => {
  const folder = folderOf(cwd, line.text("cwd"));
  const project = projectIn(folder);
  const stack = stackOf(line);
  const mode = modeOf(line, stack);
  const compose = readComposeProject({
    names: filesOf(line, cwd, mode),
    env: machine.env,
    profiles: line.list("profile"),
    envFiles: line.list("env-file").map((name) => resolve(cwd, name)),
  });
  const app = line.text("app") ?? (await askForApp(compose, machine));
  const plan = fitting(
    mapProject(compose, {
      app,
      mode,
      folder: project.stackFolder,
      stack: `${project.name}-${stack}`,
    }),
    {
      project: project.name,
      stack,
    },
  );
  const file = stackFile(project, stack);
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const shownFile = relative(cwd, file) || file;
  const names = compose.files.map((name) => relative(dirname(file), name));
  const text = await stackText(
    plan.config,
    before,
    [`Made by ./pulumiw import compose of ${names.join(" and ")}`],
    {
      read: () => passphraseOf(project, file, machine),
    },
  );
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
  machine.say(`written: ${shownFile}; to see what it makes: ./pulumiw preview --stack ${stack}`);
  return undefined;
};

function projectIn(folder: string): ProjectFile {
  const project = findProject(folder);
  if (project) return project;
  throw new UserError(
    `there is no Pulumi.yaml in ${folder} or above it: name the project's folder with --cwd`,
  );
}

function stackOf(line: OwnLine): string {
  const stack = line.text("stack");
  if (stack === undefined) {
    throw new UserError(
      "import compose: which stack is its file for? Name it with --stack, as in --stack dev",
    );
  }
  const wrong = stackNameProblem(stack);
  if (wrong) throw new UserError(wrong);
  return shortName(stack);
}

function modeOf(line: OwnLine, stack: string): "dev" | "prod" {
  const given =
    line.text("mode") ?? (/^(prod|production|live|staging)\b/.test(stack) ? "prod" : "dev");
  if (given === "dev" || given === "prod") return given;
  throw new UserError(`--mode: given ${given}; accepted: dev or prod`);
}

/** Those that were named; else those that Compose reads by itself, with the one for production in prod. */
function filesOf(line: OwnLine, cwd: string, mode: "dev" | "prod"): string[] {
  const named = [...line.operands, ...line.list("file")].map((name) => resolve(cwd, name));
  if (named.length > 0) return named;
  const all = standardFiles(cwd);
  const [main] = all;
  if (main === undefined) {
    throw new UserError(
      `there is no compose.yaml in ${cwd}; name the file: ./pulumiw import compose FILE --stack STACK`,
    );
  }
  if (mode === "dev") return all;
  const production = ["prod", "production"]
    .flatMap((word) => ["yaml", "yml"].map((end) => main.replace(/\.ya?ml$/, `.${word}.${end}`)))
    .find((name) => REAL_FILES.isFile(name));
  return production === undefined ? [main] : [main, production];
}

async function askForApp(compose: ComposeProject, machine: Machine): Promise<string> {
  const certain = certainApp(compose);
  if (certain !== undefined) return certain;
  const candidates = appCandidates(compose);
  if (candidates.length === 0)
    throw new UserError(
      `${compose.files.join(" and ")}: given no service that could be the app; accepted: one that is built, or that has an image of its own`,
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
