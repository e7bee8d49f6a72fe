import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { CONTENT_LABEL } from "../docker/content-label";
import { userError } from "../errors/user-error";
import { type StagedContext, stageContext } from "./build-context";
import { builtReference } from "./built-reference";
import { type Stage, stageFor, stagesOf, withLabels } from "./dockerfile";
import { labelMap, nameOf, type StackId } from "./labels";
import { pulledImage } from "./pulled-image";

/** A registry that images are pushed to. */
export interface ImageRegistry {
  /** `HOST[:PORT][/NAMESPACE]`. */
  server: string;
  username?: string;
  password?: string;
  /** Whether the image is pushed, or only named after the registry. */
  push: boolean;
}

export interface AppImageArgs {
  id: StackId;
  /**
   * Address of the Docker engine. Where the state names a built image that this engine does not have,
   * after a prune or with another image store, the one that it has under the image's name is run.
   *
   * @default what the state names is run
   */
  host?: string;
  /**
   * Reference of an image that is run as it is, with the provider's login where its registry wants
   * one. A tag that moves is not pulled again: each version needs a tag of its own.
   *
   * @default the image is built
   */
  image?: string;
  /**
   * An image that was built before, run instead of a build: the engine's id, or `REPOSITORY@DIGEST`,
   * which is pulled where the engine has none.
   *
   * @default the image is built
   */
  release?: string;
  /** Last part of the image's name. */
  imageName: string;
  /** @default a digest of everything that the build depends on */
  tag?: string;
  /** The build's folder, relative to the project. */
  context: string;
  /**
   * Relative to the context.
   *
   * @default "Dockerfile"
   */
  dockerfile?: string;
  /**
   * The stage to build.
   *
   * @default the stage named like defaultTarget where there is one, else the last
   */
  target?: string;
  defaultTarget?: string;
  buildArgs?: Record<string, string>;
  /** `OS/ARCHITECTURE`; the engine's own where it is left out. */
  platform?: string;
  /** Images whose layers serve as cache. */
  cacheFrom?: string[];
  /** Network of the RUN steps. */
  network?: string;
  registry?: ImageRegistry;
  /**
   * Whether the nodes of a Swarm run it.
   *
   * @default false
   */
  onSwarm?: boolean;
}

/** A build as Docker's API and the docker provider both need it. */
export interface BuildPlan extends StagedContext {
  imageName: string;
  /** Whether the name stands for the content: an image that has it needs no other build. */
  namedByContent: boolean;
  target: string | undefined;
  args: Record<string, string>;
  platform: string | undefined;
  network: string | undefined;
  cacheFrom: string[];
}

/** Contexts are staged here, below the project. */
const WORK_FOLDER = ".berth";

const TAG_LENGTH = 16;

const plans = new WeakMap<AppImageArgs, BuildPlan>();

/**
 * Stages the context and decides everything that the build depends on. Once for the same object: the
 * image is then made of the very files that its build was tried with.
 *
 * @throws pulumi.RunError when the context, the Dockerfile or the target does not exist.
 */
export function planBuild(args: AppImageArgs): BuildPlan {
  const plan = plans.get(args) ?? stageBuild(args);
  plans.set(args, plan);
  return plan;
}

function stageBuild(args: AppImageArgs): BuildPlan {
  const path = existingDockerfile(args);
  const text = readFileSync(path, "utf8");
  const { target, stage } = pickStage(args, path, text);
  const build = {
    target,
    args: args.buildArgs ?? {},
    platform: args.platform,
    network: args.network,
  };
  const labels = labelMap(args.id, "app");
  const staged = stageContext(
    { context: args.context, dockerfile: path, text: withLabels(text, stage, labels) },
    `./${posix.join(WORK_FOLDER, nameOf(args.id, args.imageName))}`,
  );
  const digest = createHash("sha256").update(staged.digest).update(JSON.stringify(build));
  const content = digest.digest("hex").slice(0, TAG_LENGTH);
  const tag = args.tag ?? content;
  const namedByContent = tag === content;
  if (namedByContent) {
    const named = withLabels(text, stage, { ...labels, [CONTENT_LABEL]: content });
    writeFileSync(staged.dockerfile, named);
  }
  return {
    ...staged,
    ...build,
    imageName: `${repositoryOf(args)}:${tag}`,
    namedByContent,
    cacheFrom: args.cacheFrom ?? [],
  };
}

/**
 * The image of an app: built from a Dockerfile, with a tag of its own for each content, or pulled.
 *
 * @throws pulumi.RunError when the context, the Dockerfile or the target does not exist.
 */
export class AppImage extends pulumi.ComponentResource {
  /** The pushed digest, or the image's id: what a container is to run. */
  readonly reference: pulumi.Output<string>;
  /** Name and tag. */
  readonly imageName: pulumi.Output<string>;

  constructor(name: string, args: AppImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:AppImage", name, {}, opts);
    if (args.release !== undefined) {
      const { release } = args;
      const pulled = release.includes("@") ? pulledImage(name, release, this) : release;
      this.reference = pulumi.output(pulled).apply(() => release);
      this.imageName = this.reference;
    } else if (args.image === undefined) {
      const built = builtImage(name, args, this);
      // A node would ask a registry for a name at each start, but not for an id, which only the engine
      // that built the image knows: a Swarm of other nodes has a registry.
      this.reference = builtReference(built, args.host);
      this.imageName = built.imageName;
    } else {
      this.reference = pulledImage(name, args.image, this, args.onSwarm ? args : undefined);
      this.imageName = pulumi.output(args.image);
    }
    this.registerOutputs({ reference: this.reference, imageName: this.imageName });
  }
}

function builtImage(name: string, args: AppImageArgs, parent: pulumi.Resource): docker.Image {
  const { registry } = args;
  const { imageName, context, dockerfile, target, platform, network, cacheFrom, ...plan } =
    planBuild(args);
  return new docker.Image(
    name,
    {
      imageName,
      skipPush: !registry?.push,
      registry: registry && {
        server: hostOf(registry.server),
        username: registry.username,
        password: registry.password && pulumi.secret(registry.password),
      },
      build: {
        context,
        dockerfile,
        target,
        platform,
        network,
        args: plan.args,
        cacheFrom: cacheFrom.length > 0 ? { images: cacheFrom } : undefined,
      },
    },
    { parent },
  );
}

function existingDockerfile({ id, context, dockerfile = "Dockerfile" }: AppImageArgs): string {
  const set = `pulumi config set --stack ${id.stack} --path`;
  if (!isThere(context, "isDirectory")) {
    throw userError(
      `app.context: there is no folder ${context}; set it to the folder of your app: ${set} app.context FOLDER`,
    );
  }
  const path = join(context, dockerfile);
  if (isThere(path, "isFile")) return path;
  throw userError(
    `app.dockerfile: there is no file ${path}; write one, or set its path below ${context}: ${set} app.dockerfile FILE`,
  );
}

function isThere(path: string, kind: "isFile" | "isDirectory"): boolean {
  return statSync(path, { throwIfNoEntry: false })?.[kind]() ?? false;
}

function pickStage(
  { id, target, defaultTarget }: AppImageArgs,
  path: string,
  text: string,
): { target: string | undefined; stage: Stage } {
  const stages = stagesOf(text);
  const names = stages.flatMap(({ name }) => name ?? []);
  const wanted = target ?? (defaultTarget && stageFor(stages, defaultTarget)?.name);
  const stage = stageFor(stages, wanted);
  if (stage) return { target: wanted, stage };
  throw userError(
    stages.length === 0
      ? `app.dockerfile: ${path} has no FROM line, so there is nothing to build`
      : `app.target: ${path} has no stage ${wanted}; it has: ${names.join(", ") || "no named stage"}; set one of them, or take the setting away: pulumi config rm --stack ${id.stack} --path app.target`,
  );
}

/** What the images of an app are named, without a tag. */
export function repositoryOf({ id, imageName, registry }: AppImageArgs): string {
  return registry ? `${registry.server}/${imageName}` : `${nameOf(id)}/${imageName}`;
}

/** The host of a registry, without the namespace in it. */
export const hostOf = (server: string) => server.split("/")[0] ?? server;
