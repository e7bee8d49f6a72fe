import { Image } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { docker } from "../platforms";
import type { AppImageArgs } from "./app-image-args";
import { planBuild } from "./build-plan";
import { builtReference } from "./built-reference";

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
        server: registryHostOf(registry.server),
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
export const registryHostOf = (server: string) => server.split("/")[0] ?? server;
