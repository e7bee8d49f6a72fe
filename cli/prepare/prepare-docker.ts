import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addressError } from "../../deploy/checks/engine-error";
import { podmanError } from "../../deploy/checks/podman";
import type { DockerHost } from "../../docker/host";
import { ANSWER_MS } from "../../docker/no-answer";
import type { BaseTree } from "../../images/base";
import { UserError } from "../../shared/errors";
import type { ProjectFile } from "../../shared/project";
import type { CommandLine } from "../command-line";
import type { DockerApi } from "../docker-api";
import type { StackSettings } from "../stack/stack-settings";
import { mentionedImages, type Needed, neededImages } from "./base-images";
import { answers, beginBase, startBaseHere } from "./early-base";
import { ensureDocker } from "./ensure-docker";
import { ensureImages } from "./ensure-images";
import { needsOf } from "./needs";
import type { Surroundings } from "./surroundings";

/** Sees to a Docker engine that answers, and to the base images that a stack starts from. */
export async function prepareDocker(
  line: CommandLine,
  around: Surroundings,
  project: ProjectFile,
  settings: StackSettings,
  stack: string,
): Promise<void> {
  // Only the engine can decrypt the address.
  if (settings.hostIsSecret) return;
  const { machine, local } = around;
  const host = await around.resolveHost(settings.host);
  const wrong = addressError(host);
  if (wrong) throw new UserError(wrong);
  const api = around.dockerApi(host.address);
  const { images } = needsOf(line);
  const { standIns, yes } = line;
  const imagesOf = () => (settings.mode ? neededImages(settings) : mentionedIn(project.folder));
  let base: BaseTree | undefined;
  const beforeInstall = async () => {
    if (images !== "build") return;
    const { beginBase: begin = beginBase } = around;
    base = await begin({ needed: imagesOf(), standIns, answers, start: startBaseHere });
    if (base) machine.say("what stand-ins are built from is made at the same time");
  };
  try {
    await ensureDocker({ host, api, local, machine, stack, yes, beforeInstall });
    if (images === "no") return;
    await refusePodman(host, api, stack);
    const needed = imagesOf();
    const isProduction = settings.mode === "prod";
    const onlyWarn = images === "warn";
    const build = around.buildStandIns;
    const check = { needed, isProduction, standIns, onlyWarn, host, api, machine, build, base };
    await ensureImages(check);
  } finally {
    await base?.discard();
  }
}

/** Base images would be built first, which fails there. */
async function refusePodman(host: DockerHost, api: DockerApi, stack: string): Promise<void> {
  const { status, body } = await api.get("/version", ANSWER_MS);
  const problem = status === 200 ? podmanError(host, versionOf(host, body), stack) : undefined;
  if (problem) throw new UserError(problem);
}

function versionOf({ address, from }: DockerHost, body: string) {
  try {
    return JSON.parse(body) as Parameters<typeof podmanError>[1];
  } catch {
    throw new UserError(
      `no Docker engine answers at ${address} (${from}): what answers there is none. Check ${from}`,
    );
  }
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
