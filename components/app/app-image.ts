import { Image } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Role, StackId } from "../labels";
import { docker, type Platform } from "../platforms";
import { planBuild } from "./build-plan";
import { builtReference } from "./built-reference";
import type { ServerName } from "./servers";

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
   * Where settings say how it is built, for messages.
   *
   * @default as the program that uses the component names the argument
   */
  setting?: string;
  /**
   * What it is built for, as its label says.
   *
   * @default "app"
   */
  role?: Role;
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
   * @default the stage named like the first of defaultTargets that there is, else the last
   */
  target?: string;
  defaultTargets?: readonly string[];
  /**
   * What is to run the app, where its Dockerfile is made.
   *
   * @default gunicorn or uvicorn, whichever suits the app
   */
  server?: ServerName;
  buildArgs?: Record<string, string>;
  /** `OS/ARCHITECTURE`; the engine's own where it is left out. */
  platform?: string;
  /** Images whose layers serve as cache. */
  cacheFrom?: string[];
  /** Network of the RUN steps. */
  network?: string;
  registry?: ImageRegistry;
  /**
   * What runs it: another platform may name an image that is pulled in another way.
   *
   * @default containers of the engine itself
   */
  runBy?: Pick<Platform, "image">;
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
      const pulled = release.includes("@") ? docker.image(name, release, args.host, this) : release;
      this.reference = pulumi.output(pulled).apply(() => release);
      this.imageName = this.reference;
    } else if (args.image === undefined) {
      const built = builtImage(name, args, this);
      // A node would ask a registry for a name at each start, but not for an id, which only the engine
      // that built the image knows: a Swarm of other nodes has a registry.
      this.reference = builtReference(built, args.host);
      this.imageName = built.imageName;
    } else {
      const platform = args.runBy ?? docker;
      this.reference = platform.image(name, args.image, args.host, this);
      this.imageName = pulumi.output(args.image);
    }
    this.registerOutputs({ reference: this.reference, imageName: this.imageName });
  }
}

function builtImage(name: string, args: AppImageArgs, parent: pulumi.Resource): Image {
  const { registry } = args;
  const { imageName, staged, ...plan } = planBuild(args);
  const { context, dockerfile, isBuiltAhead } = staged;
  const { target, platform, network, cacheFrom } = plan;
  return new Image(
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
        platform,
        ...(!isBuiltAhead && {
          target,
          network,
          args: plan.args,
          cacheFrom: cacheFrom.length > 0 ? { images: cacheFrom } : undefined,
        }),
      },
    },
    { parent },
  );
}

/** The host of a registry, without the namespace in it. */
export const hostOf = (server: string) => server.split("/")[0] ?? server;
