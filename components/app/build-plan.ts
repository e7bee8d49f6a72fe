import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { Readable } from "node:stream";
import * as pulumi from "@pulumi/pulumi";
import { CONTENT_LABEL } from "../../docker/content-label";
import { ContextError, unreadable } from "../../docker/context/context-error";
import { tarOf } from "../../docker/context/tar";
import { userError } from "../../shared/user-error";
import { advice, type ImageArgument } from "../advice";
import { labelMap, nameOf } from "../labels";
import type { AppImageArgs } from "./app-image-args";
import { readContext, withDockerfile } from "./build-context";
import { warnOfContext } from "./context-warnings";
import { refuseIgnoredSources } from "./copied-sources";
import { type Stage, stageFor, stagesOf, withLabels } from "./dockerfile";
import { type GeneratedDockerfile, generateDockerfile } from "./python/dockerfile";
import { type StagedContext, stageContext } from "./staged-context";

/** A build as Docker's API and the docker provider both need it. */
export interface BuildPlan {
  imageName: string;
  /** Whether the name stands for the content: an image that has it needs no other build. */
  namedByContent: boolean;
  target: string | undefined;
  args: Record<string, string>;
  platform: string | undefined;
  network: string | undefined;
  cacheFrom: string[];
  /** Path of the Dockerfile in the context, with slashes. */
  dockerfile: string;
  /** The Dockerfile with the stack's labels. */
  text: string;
  /** The context as a tar, which ends in a ContextError where a file cannot be read any more. */
  archive(): Readable;
  /** For the docker provider. */
  staged: StagedContext;
  /** What names the folder that is built, for messages. */
  contextName: string;
}

/** Contexts are staged here, below the project. */
const WORK_FOLDER = ".berth";

const TAG_LENGTH = 16;

const plans = new WeakMap<AppImageArgs, BuildPlan>();

/**
 * Stages the context and decides everything that the build depends on. Once for the same object: the
 * image is then made of the very files that its build was tried with.
 *
 * @throws pulumi.RunError when the context, the Dockerfile or the target does not exist, or something
 *   of them cannot be read.
 */
export function planBuild(args: AppImageArgs): BuildPlan {
  const plan = plans.get(args) ?? namingFiles(argumentOf("context", args), () => stageBuild(args));
  plans.set(args, plan);
  return plan;
}

const argumentOf = (name: ImageArgument, { setting }: Pick<AppImageArgs, "setting">) =>
  advice.argument(name, setting);

/** Runs what reads files; one that cannot be read is the user's to mend. */
function namingFiles<T>(key: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ContextError ? userError(`${key}: ${error.message}`) : error;
  }
}

function stageBuild(args: AppImageArgs): BuildPlan {
  const { path, text } = dockerfileOf(args);
  const shown = path ?? "the Dockerfile that is made for it";
  const { target, stage } = pickStage(args, shown, text);
  const build = {
    target,
    args: args.buildArgs ?? {},
    platform: args.platform,
    network: args.network,
  };
  const folder = `./${posix.join(WORK_FOLDER, nameOf(args.id, args.imageName))}`;
  const context = readContext({ context: args.context, dockerfile: path }, folder);
  refuseIgnoredSources(args.context, shown, text, target, context, argumentOf("dockerfile", args));
  warnOfContext(args.context, path, context, argumentOf("context", args));

  const labels = labelMap(args.id, args.role ?? "app");
  const digest = createHash("sha256")
    .update(context.digest(withLabels(text, stage, labels)))
    .update(JSON.stringify(build))
    .digest("hex");
  const content = digest.slice(0, TAG_LENGTH);
  const tag = args.tag ?? content;
  const namedByContent = tag === content;
  const imageName = `${repositoryOf(args)}:${tag}`;
  const named = namedByContent ? { ...labels, [CONTENT_LABEL]: content } : labels;
  const labelled = withLabels(text, stage, named);
  const ahead = `# The image of ${digest}, which was built ahead\nFROM ${imageName}\n`;
  return {
    ...build,
    contextName: argumentOf("context", args),
    imageName,
    namedByContent,
    cacheFrom: args.cacheFrom ?? [],
    dockerfile: context.dockerfile,
    text: labelled,
    archive: () => tarOf(withDockerfile(context, labelled)),
    staged: stageContext(context, folder, labelled, ahead),
  };
}

function textOf(dockerfile: string): string {
  try {
    return readFileSync(dockerfile, "utf8");
  } catch (error) {
    throw unreadable(dockerfile, error);
  }
}

/**
 * The Dockerfile that an app has, or the one that is made for it.
 *
 * The path is undefined where it is made.
 */
function dockerfileOf(args: AppImageArgs): { path: string | undefined; text: string } {
  const made = madeFor(args);
  if (made) {
    const [how = ""] = made.text.split("\n");
    pulumi.log.info(
      `${argumentOf("context", args)}: ${args.context} has no Dockerfile: ${how.replace(/^# M/, "m")}`,
    );
    return { path: undefined, text: made.text };
  }
  const path = existingDockerfile(args);
  return { path, text: namingFiles(argumentOf("dockerfile", args), () => textOf(path)) };
}

/**
 * The Dockerfile that is made for an app whose folder has none; undefined where it has one, in whatever
 * letter case, or where one is named.
 *
 * @throws pulumi.RunError where the folder does not say enough.
 */
export function madeFor({
  context,
  dockerfile = "Dockerfile",
  server,
  setting,
}: Pick<AppImageArgs, "context" | "dockerfile" | "server" | "setting">):
  | GeneratedDockerfile
  | undefined {
  if (posix.normalize(dockerfile) !== "Dockerfile") return undefined;
  return namingFiles(argumentOf("context", { setting }), () => {
    const isWanted = isThere(context, "isDirectory") && dockerfileIn(context) === undefined;
    return isWanted ? generateDockerfile(context, server) : undefined;
  });
}

/** What a folder has for a Dockerfile: it may be a link that leads nowhere, or written in other letters. */
function dockerfileIn(folder: string): string | undefined {
  const names = namesIn(folder).filter((name) => name.toLowerCase() === "dockerfile");
  return names.includes("Dockerfile") ? "Dockerfile" : names[0];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function existingDockerfile(args: AppImageArgs): string {
  const { id, context, dockerfile = "Dockerfile", setting } = args;
  const give = (name: ImageArgument, value: string) =>
    advice.giveArgument(name, value, { id, setting });
  if (!isThere(context, "isDirectory")) {
    throw userError(
      `${argumentOf("context", args)}: there is no folder ${context}; set it to the folder ${setting === undefined ? "of your app" : "that has its Dockerfile"}: ${give("context", "FOLDER")}`,
    );
  }
  const path = join(context, dockerfile);
  if (isThere(path, "isFile")) return path;
  const other = dockerfile === "Dockerfile" ? dockerfileIn(context) : undefined;
  if (other !== undefined && other !== dockerfile) {
    throw userError(
      `${argumentOf("dockerfile", args)}: there is no file ${path}, but ${other}; rename it, or set its name: ${give("dockerfile", other)}`,
    );
  }
  throw userError(
    `${argumentOf("dockerfile", args)}: there is no file ${path}; write one, or set its path below ${context}: ${give("dockerfile", "FILE")}`,
  );
}

function isThere(path: string, kind: "isFile" | "isDirectory"): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.[kind]() ?? false;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function pickStage(
  args: AppImageArgs,
  path: string,
  text: string,
): { target: string | undefined; stage: Stage } {
  const { id, target, defaultTargets = [], setting } = args;
  const stages = stagesOf(text);
  const names = stages.flatMap(({ name }) => name ?? []);
  const [byDefault] = defaultTargets.flatMap((name) => stageFor(stages, name)?.name ?? []);
  const wanted = target ?? byDefault;
  const stage = stageFor(stages, wanted);
  if (stage) return { target: wanted, stage };
  throw userError(
    stages.length === 0
      ? `${argumentOf("dockerfile", args)}: ${path} has no FROM line, so there is nothing to build; begin it with one, such as FROM python:3.13-slim, or name another file: ${advice.giveArgument("dockerfile", "FILE", { id, setting })}`
      : `${argumentOf("target", args)}: ${path} has no stage ${wanted}; it has: ${names.join(", ") || "no named stage"}; set one of them, or ${advice.leaveOutArgument("target", { id, setting })}`,
  );
}

/** What the images of an app are named, without a tag. */
export function repositoryOf({ id, imageName, registry }: AppImageArgs): string {
  return registry ? `${registry.server}/${imageName}` : `${nameOf(id)}/${imageName}`;
}
