import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { AppImageArgs, StackId } from "../components";
import { registryHostOf } from "../components/app/app-image";
import type { Platform } from "../components/platforms";
import { DataName, type MissingVolume } from "../components/platforms/docker/data-name";
import { connect } from "../docker/connect";
import { resolveHost } from "../docker/host";
import { sharedConnection } from "../docker/ssh";
import type { PublishedPort } from "../settings";
import { preflight } from "./checks";
import type { Adopted } from "./checks/adopted";
import { findRelease } from "./checks/find-release";
import type { PreflightArgs } from "./checks/preflight-args";
import type { FoundUpgrade } from "./checks/server-image";
import type { TriedServers } from "./checks/tried-servers";
import { type Run, tryImage } from "./checks/try-image";
import { tryServers } from "./checks/try-servers";
import { type TriedService, tryServices } from "./checks/try-services";
import { watchForMissing } from "./missing";
import { recordedState } from "./recorded-state";
import { stateCopies } from "./state-copies";
import { formersOf } from "./upgrades";
import { tunnelTo, urlOf } from "./urls";

export interface TargetArgs extends Omit<PreflightArgs, "host" | "state" | "stateCopies"> {
  /**
   * Address of the Docker engine.
   *
   * @default DOCKER_HOST, the docker context, then the local engine
   */
  host?: string;
}

/** A Docker engine that answered, and where nothing is in a stack's way. */
export interface Target {
  /** Address of the engine. */
  host: string;
  /** `linux/amd64` and the like, as builds name it. */
  platform: string;
  /** Makes what the stack's parts are made on; undefined where that is the engine by itself. */
  open(): Platform | undefined;
  /** The containers that ran before the stack, as it takes their place. */
  adopted?: Adopted;
  /** The options that deploy a component to this engine. */
  opts: pulumi.ComponentResourceOptions;
  /**
   * Builds or pulls an image before anything is changed, though not in a preview nor where it was
   * built before, and looks at whom and what it would run.
   *
   * @returns the folders that the image declares as volumes.
   * @throws pulumi.RunError with the build's last lines when it fails, or when the image would run as
   * root and must not, or would not be given its command as it is meant.
   */
  tryBuild(image: AppImageArgs, run?: Run): Promise<string[]>;
  /**
   * Pulls the images of the servers beside the app, though not in a preview, and tries the database's
   * configuration, before anything is changed.
   *
   * @returns the upgrades to a new major version that are to be made, by the names of the databases.
   * @throws pulumi.RunError with the setting that is wrong.
   */
  tryServers(servers: TriedServers): Promise<Record<string, FoundUpgrade>>;
  /**
   * Volumes with the data of a database's volume as former major versions had it.
   *
   * @param removed whether those count too that were removed.
   */
  formersOf(data: string, removed: boolean): string[];
  /**
   * Builds or pulls the images of services, though not in a preview, before anything is changed.
   *
   * @throws pulumi.RunError with the setting that is wrong.
   */
  tryServices(services: readonly TriedService[]): Promise<void>;
  /**
   * The image that a release of this app names, as AppImageArgs has it.
   *
   * @throws pulumi.RunError with the releases that there are, where it is none of them.
   */
  findRelease(image: AppImageArgs, release: string): Promise<string>;
  /** Where a person reaches a published port. */
  urlOf(port: PublishedPort): string;
}

/**
 * Finds the engine that a stack deploys to, and looks at everything that would make an `up` fail
 * half-way.
 *
 * @throws pulumi.RunError with everything that is wrong, before anything was created.
 */
export async function openTarget({ host: address, ...args }: TargetArgs): Promise<Target> {
  const host = resolveHost(address);
  const state = recordedState();
  const { platform, open, known, missing, adopted } = await preflight({
    ...args,
    host,
    state,
    stateCopies: () => stateCopies(process.cwd(), args),
  });
  const recorded = await state;
  if (args.data?.length) await keepName(args, args.data, host.address, missing);
  const provider = new docker.Provider("docker", {
    host: host.address,
    registryAuth: loginsOf(args.registry),
    sshOpts: host.address.startsWith("ssh:") ? sharedConnection() : undefined,
  });
  return {
    host: host.address,
    platform,
    adopted,
    open: () => open(host.address),
    opts: {
      providers: { docker: provider },
      transformations: [watchForMissing({ host: host.address, stack: args.stack, known })],
    },
    tryBuild: (image, run) => tryImage(host.address, image, run, args.registry),
    tryServers: (servers) => tryServers(host.address, servers, args, known, args.registry),
    formersOf: (data, removed) => formersOf(data, removed, known, recorded),
    tryServices: (services) => tryServices(host.address, services, platform, args.registry),
    findRelease: (image, release) => findRelease(connect(host.address), image, release),
    urlOf: (port) => {
      const url = urlOf(host, port);
      const tunnel = tunnelTo(host, port);
      if (tunnel) pulumi.log.info(`${url} is the server's own; to reach it from here: ${tunnel}`);
      return url;
    },
  };
}

/** Nothing else is begun until it is known that the stack's data has its name still, and is there. */
async function keepName(
  { project, stack }: StackId,
  volumes: readonly string[],
  host: string,
  missing: readonly MissingVolume[],
): Promise<void> {
  const { urn } = new DataName("data-name", { host, project, stack, volumes, missing });
  await new Promise((resolve) => urn.apply(resolve));
}

/** What the provider pulls images with. */
function loginsOf(registry: PreflightArgs["registry"]) {
  if (!registry?.username || !registry.password) return undefined;
  const { server, username, password } = registry;
  return [{ address: registryHostOf(server), username, password: pulumi.secret(password) }];
}
