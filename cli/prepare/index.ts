import { existsSync, realpathSync } from "node:fs";
import { EXIT, UserError } from "../../shared/errors";
import { findProject, type ProjectFile } from "../../shared/project";
import { STACK_FILE_VARIABLE } from "../../shared/stack-file-variable";
import { shortName } from "../../shared/stack-name";
import { readMapping } from "../../shared/yaml-file";
import type { CommandLine } from "../command-line";
import type { Machine } from "../machine";
import { type FoundStack, findStack } from "../stack/find-stack";
import { folderOf } from "../stack/folder";
import { knownStacks, noSuchStack } from "../stack/stack-files";
import { stackSettings } from "../stack/stack-settings";
import { checkSettings } from "./check-settings";
import { checkStack, readsStack } from "./check-stack";
import { ensurePackages } from "./ensure-packages";
import { ensureStack } from "./ensure-stack";
import { settleInterrupted } from "./interrupted";
import { needsOf, type Requirements } from "./needs";
import { passphraseEnvironment } from "./passphrase";
import { prepareDocker } from "./prepare-docker";
import type { Surroundings } from "./surroundings";
import { trialStack } from "./trial-stack";

/** What the engine gets on top of its environment and of the command line. */
export interface Prepared {
  env: NodeJS.ProcessEnv;
  args: readonly string[];
}

/** Commands that are about no project. */
const WITHOUT_PROJECT = new Set(["", "help", "version", "about", "login", "logout", "whoami"]);

/**
 * Sees to everything that a command needs: packages, Docker, base images, passphrase, stack. What it
 * is about is looked at first: nothing is begun for a command that cannot go well.
 *
 * @throws UserError with what is wrong and what to do.
 */
export async function prepare(line: CommandLine, around: Surroundings): Promise<Prepared> {
  const { machine, cwd } = around;
  const folder = folderOf(cwd, line.cwd);
  if (line.help || WITHOUT_PROJECT.has(line.command)) return { env: {}, args: [] };
  const project = findProject(folder);
  // Without a project the engine has the right words.
  if (!project) return { env: {}, args: [] };
  const found = findStack(line, project, cwd, machine.env);
  const { stack, file, exists, stateFolder } = found;
  const needs = needsFor(line, found);
  await look(line, around, project, found);
  if (exists === false) lookForMissing(line, project, { found, needs });
  if (needs.images !== "no") await lookAtSettings(line, around, project, found);

  if (needs.docker) {
    await ensurePackages(project, machine);
    const settings = stackSettings(project, readMapping(file), line.config);
    await prepareDocker(line, around, project, settings, stack.name);
  }
  const given = passphraseFor(line, project, found, needs.passphrase, machine);
  if (needs.stack === "no" || !found.url) return { env: given, args: [] };
  if (needs.stack === "try" && exists === false && stateFolder !== undefined) {
    const name = shortName(stack.name);
    const missing = { project: project.name, stack: name, stackFile: file, stateFolder };
    const trial = await trialStack(missing, { ...machine.env, ...given });
    return { ...trial, env: { ...given, ...trial.env } };
  }
  if (found.state && stateFolder !== undefined && around.kind === "pulumi") {
    await settleInterrupted(line.command, {
      ...{ stack: stack.name, project: project.name, stateFile: found.state, stateFolder },
      flags: [
        ...(line.cwd ? ["--cwd", line.cwd] : []),
        ...(line.configFile ? ["--config-file", line.configFile] : []),
      ],
      machine,
      embedded: (args) => around.embedded(args, { ...machine.env, ...given }),
    });
  }
  const engine = (args: readonly string[]) => around.engine(args, { ...machine.env, ...given });
  await ensureStack({ stack, line, exists, machine, engine });
  const selected = stack.from === "default" ? { PULUMI_STACK: stack.name } : {};
  const elsewhere = line.configFile === undefined ? {} : { [STACK_FILE_VARIABLE]: file };
  return { env: { ...given, ...selected, ...elsewhere }, args: [] };
}

/** A stack whose settings are there is made for a setting, and then has a passphrase. */
function needsFor(line: CommandLine, { exists, file }: FoundStack): Requirements {
  const needs = needsOf(line);
  if (needs.stack !== "of settings") return needs;
  const isSettled = exists === false && existsSync(file);
  return isSettled ? { ...needs, stack: "make", passphrase: "make" } : { ...needs, stack: "no" };
}

function passphraseFor(
  line: CommandLine,
  project: ProjectFile,
  found: FoundStack,
  need: Requirements["passphrase"],
  machine: Machine,
): NodeJS.ProcessEnv {
  if (found.stateFolder === undefined) return {};
  return passphraseEnvironment({
    need,
    folder: project.folder,
    stackFile: found.file,
    stateFile: found.state,
    secretsProvider: line.secretsProvider,
    machine,
  });
}

/** Looks at what the stack's own files have. */
async function look(
  line: CommandLine,
  { machine, kind }: Surroundings,
  project: ProjectFile,
  found: FoundStack,
): Promise<void> {
  const known = passphraseFor(line, project, found, "no", machine);
  await checkStack(line.command, kind, {
    project: project.name,
    stack: shortName(found.stack.name),
    stackFile: found.file,
    stateFolder: found.state === undefined ? undefined : found.stateFolder,
    env: { ...machine.env, ...known },
  });
}

/**
 * A stack that does not exist is made where its settings are there, or where it is the project's
 * first; any other name is a slip.
 */
function lookForMissing(
  line: CommandLine,
  project: ProjectFile,
  { found, needs }: { found: FoundStack; needs: Requirements },
): void {
  const { stack, file, stateFolder } = found;
  const name = shortName(stack.name);
  const isMade = needs.stack === "make" || needs.stack === "try";
  if (!isMade && !readsStack(line.command)) return;
  const hasSettings = existsSync(file);
  const known = knownStacks(project, stateFolder);
  const isFirst = stack.from === "default" && known.length === 0;
  if (!isMade || !(hasSettings || isFirst)) {
    throw new UserError(noSuchStack(name, known, hasSettings), {
      exitCode: EXIT.noStack,
    });
  }
}

/**
 * Looks at the settings of Berth's own program, where something would be begun before the program
 * does: a stack that is to be made, and images for one whose mode nobody knows.
 */
async function lookAtSettings(
  line: CommandLine,
  { root }: Surroundings,
  project: ProjectFile,
  { stack, file, exists }: FoundStack,
): Promise<void> {
  if (realpathSync(project.folder) !== root) return;
  const written = readMapping(file);
  // Settings that the CLI fetches from elsewhere, or reads as paths, only its program sees.
  if (written.environment !== undefined || line.args.includes("--config-path")) return;
  const { mode } = stackSettings(project, written, line.config);
  if (exists !== false && mode !== undefined) return;
  await checkSettings(project, shortName(stack.name), written, line.config);
}
