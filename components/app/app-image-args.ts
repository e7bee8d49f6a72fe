import type { Role, StackId } from "../labels";
import type { Platform } from "../platforms";
import type { ServerName } from "./servers";

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

/** A registry that images are pushed to. */
export interface ImageRegistry {
  /** `HOST[:PORT][/NAMESPACE]`. */
  server: string;
  username?: string;
  password?: string;
  /** Whether the image is pushed, or only named after the registry. */
  push: boolean;
}
