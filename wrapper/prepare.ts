import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DockerHost } from "../docker/host";
import { ANSWER_MS } from "../docker/no-answer";
import { addressError } from "../preflight/engine-error";
import { podmanError } from "../preflight/podman";
import { mentionedImages, type Needed, neededImages } from "./base-images";
import type { CommandLine } from "./command-line";
import type { DockerApi } from "./docker-api";
import { ensureDocker } from "./ensure-docker";
import { type BuildStandIns, ensureImages } from "./ensure-images";
import { ensurePackages } from "./ensure-packages";
import { ensureStack } from "./ensure-stack";
import { warnOfInterrupted } from "./interrupted";
import type { LocalEngine } from "./local-engine";
import type { Captured, Machine } from "./machine";
import { needsOf } from "./needs";
import { passphraseEnvironment } from "./passphrase";
import { findProject, type Project, stackFile } from "./project";
import { type StackSettings, stackSettings } from "./stack-settings";
import { Stop } from "./stop";
import { backendUrl, chooseStack, stateFile, stateFolder } from "./workspace";
import { readMapping } from "./yaml-file";

/** What the preparations act on. */
export interface Surroundings {
  machine: Machine;
  /** Where the command was given. */
  cwd: string;
  dockerApi(address: string): DockerApi;
  local: LocalEngine;
  resolveHost(setting: string | undefined): Promise<DockerHost>;
  /** The chosen engine takes over by itself what an interrupted run left. */
  takesOver: boolean;
  /** Runs a command line of the chosen engine and keeps what it prints. */
  engine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Captured>;
  buildStandIns?: BuildStandIns;
}

/**
 * Sees to everything that a command needs: packages, Docker, base images, passphrase, stack.
 *
 * @returns what the engine's environment gets on top of this one's.
 */
export async function prepare(line: CommandLine, around: Surroundings): Promise<NodeJS.ProcessEnv> {
  const { machine } = around;
  const needs = needsOf(line);
  const project = findProject(resolve(around.cwd, line.cwd ?? "."));
  // Without a project the engine has the right words.
  if (!project) return {};
  if (needs.docker) await ensurePackages(project, machine);
  const url = backendUrl(project, machine.env);
  const named = line.command === "stack init" || line.command === "stack select";
  const flag = line.stack ?? (named ? line.operands[0] : undefined);
  const stack = chooseStack(flag, project, url, machine.env);
  const file = line.configFile
    ? resolve(around.cwd, line.configFile)
    : stackFile(project, stack.name);

  if (needs.docker) {
    const settings = stackSettings(project, readMapping(file), line.config);
    await prepareDocker(line, around, project, settings);
  }

  const folder = stateFolder(project, url);
  const state = folder && stateFile(folder, project.name, stack.name);
  const exists = folder === undefined ? undefined : state !== undefined;
  const isSettled = needs.stack === "of settings" && exists === false && existsSync(file);
  const given = folder
    ? passphraseEnvironment({
        need: isSettled ? "make" : needs.passphrase,
        folder: project.folder,
        stackFile: file,
        stateFile: state,
        secretsProvider: line.secretsProvider,
        machine,
      })
    : {};
  if (!(needs.stack === "make" || isSettled) || !url) return given;
  if (state && !around.takesOver) warnOfInterrupted(state, stack.name, machine);
  const engine = (args: readonly string[]) => around.engine(args, { ...machine.env, ...given });
  await ensureStack({ stack, line, exists, machine, engine });
  return stack.from === "default" ? { ...given, PULUMI_STACK: stack.name } : given;
}

async function prepareDocker(
  line: CommandLine,
  around: Surroundings,
  project: Project,
  settings: StackSettings,
): Promise<void> {
  // Only the engine can decrypt the address.
  if (settings.hostIsSecret) return;
  const { machine, local } = around;
  const host = await around.resolveHost(settings.host);
  const wrong = addressError(host);
  if (wrong) throw new Stop(wrong);
  const api = around.dockerApi(host.address);
  await ensureDocker({ host, api, local, machine, yes: line.yes });
  const { images } = needsOf(line);
  if (images === "no") return;
  await refusePodman(host, api);
  const needed = settings.mode ? neededImages(settings) : mentionedIn(project.folder);
  const { standIns } = line;
  const build = around.buildStandIns;
  await ensureImages({ needed, standIns, onlyWarn: images === "warn", host, api, machine, build });
}

/** Base images would be built first, which fails there. */
async function refusePodman(host: DockerHost, api: DockerApi): Promise<void> {
  const { status, body } = await api.get("/version", ANSWER_MS);
  const problem = status === 200 ? podmanError(host, JSON.parse(body)) : undefined;
  if (problem) throw new Stop(problem);
}

/** The base images that a project without Berth's settings names in its own files. */
function mentionedIn(folder: string): Needed[] {
  const files = [folder, ...foldersIn(folder)].flatMap((place) =>
    readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ts$|\.ya?ml$|Dockerfile/.test(entry.name))
      .map((entry) => join(place, entry.name)),
  );
  return mentionedImages(files.map((file) => readFileSync(file, "utf8")));
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(node_modules|test|\..*)$/.test(entry.name))
    .map((entry) => join(folder, entry.name));
}
