import * as pulumi from "@pulumi/pulumi";
import { AppImage } from "../app/app-image";
import { repositoryOf } from "../app/build-plan";
import { ReleasePruning } from "../app/release-pruning";
import { workloadOf } from "../container-options";
import { nameOf, type StackId } from "../labels";
import { type Platform, platformOf } from "../platforms";
import type { Workload } from "../platforms/workload";
import { serviceSecurity } from "./security";
import type { ServiceArgs } from "./service-args";

const STOP_GRACE_SECONDS = 10;
const START_SECONDS = 60;

/** What a service's container is for, as its label says. */
export const serviceRole = (name: string) => `service-${name}`;

/** What a service will have; its volumes are the stack's. */
export function serviceFootprint(
  id: StackId,
  name: string,
  { reference, hasSecrets }: { reference: string | undefined; hasSecrets: boolean },
) {
  const container = nameOf(id, serviceRole(name));
  return {
    names: [container],
    hostNames: [container],
    volumes: hasSecrets ? [nameOf(id, serviceRole(name), "secrets")] : [],
    images: reference === undefined ? [] : [reference],
  };
}

/**
 * A container of somebody's image: one that serves, or one that ends. A new one starts only when the old
 * one is gone.
 */
export class Service extends pulumi.ComponentResource {
  /** On a Swarm the name of a service. */
  readonly containerName: string;
  /** Is there once it was seen healthy, or once it has ended with exit code 0. */
  readonly ready: pulumi.CustomResource;

  /** @param name by which it is reached on its networks. */
  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Service", name, {}, opts);
    const { id, ends, ports, needs = [], startSeconds = START_SECONDS } = args;
    const platform = platformOf(args);
    const role = serviceRole(name);
    this.containerName = nameOf(id, role);
    const image = imageOf(name, args, platform, this);
    const workload = { ...workloadOfService(name, args), image };
    const secrets = secretsOf(name, args, image, platform, this);
    if (ends) {
      this.ready = platform.job(name, { ...workload, secrets }, { needs }, this).run;
    } else {
      const placed = (args.volumes ?? []).some(({ volume }) => volume !== undefined);
      const spec = {
        ports,
        startSeconds,
        ...(placed && { on: "data" as const }),
        ownLabels: args.labels,
      };
      const before = { parent: this, dependsOn: [...needs] };
      this.ready = platform.singleton(name, { ...workload, secrets }, spec, before);
    }
    pruneImages(name, args, image, { parent: this, dependsOn: this.ready });
    this.registerOutputs({ containerName: this.containerName });
  }
}

function imageOf(
  name: string,
  { image, host }: ServiceArgs,
  platform: Platform,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if ("reference" in image) {
    return platform.image(`${name}-image`, image.reference, host, parent);
  }
  return new AppImage(`${name}-image`, image.build, { parent }).reference;
}

function pruneImages(
  name: string,
  { id, host, image, keepImages: keep }: ServiceArgs,
  current: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  if (keep === undefined || !("build" in image)) return;
  const { role } = image.build;
  const repository = repositoryOf(image.build);
  new ReleasePruning(
    `${name}-releases`,
    { host, id, keep, role, repository, image: current },
    opts,
  );
}

function secretsOf(
  name: string,
  { id, host, secrets = {}, user }: ServiceArgs,
  image: pulumi.Input<string>,
  platform: Platform,
  parent: pulumi.Resource,
) {
  const uid = user === undefined ? undefined : Number(user.split(":")[0]);
  const files = Object.entries(secrets).map(([file, content]) => ({ name: file, content, uid }));
  if (files.length === 0) return undefined;
  return platform.secrets(
    `${name}-secrets`,
    { id, host, role: serviceRole(name), image, files },
    parent,
  );
}

function workloadOfService(name: string, args: ServiceArgs): Omit<Workload, "image"> {
  const { entrypoint, command, env, user, init, health, networks, special, labels } = args;
  const { volumes = [], stopSignal } = args;
  const kind = { graceSeconds: args.graceSeconds ?? STOP_GRACE_SECONDS };
  return {
    ...workloadOf(args, serviceRole(name), kind),
    security: serviceSecurity(args),
    // What ends is started again by nobody but an `up`.
    ...(args.ends && { restart: undefined }),
    ...{ entrypoint, command, env, user, init, volumes, networks, special, stopSignal, labels },
    health: args.ends ? undefined : health,
    aliases: [name],
  };
}
