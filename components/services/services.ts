import type * as pulumi from "@pulumi/pulumi";
import type { StackNetworks } from "../data-network";
import { DataVolume } from "../data-volume";
import { nameOf, type StackId } from "../labels";
import type { Platform } from "../platforms";
import { Service } from "./service";
import type { ServiceArgs } from "./service-args";

/** A service of a stack, before its networks are known. */
export interface StackService extends Omit<ServiceArgs, "networks" | "needs"> {
  /** Names of what has to be ready before it starts: other services, or what the program itself makes. */
  needs: readonly string[];
  /** Whether it is on the network of the stack's data, too. */
  usesData: boolean;
}

export interface ServicesArgs {
  id: StackId;
  /** @default containers of one engine */
  platform?: Platform;
  services: Readonly<Record<string, StackService>>;
  /**
   * Names of those that have to be ready before the app starts.
   *
   * @default none
   */
  before?: readonly string[];
  /** The named volumes that they mount, and whether a destroy leaves each in place. */
  volumes: Readonly<Record<string, { keepData: boolean }>>;
}

/** What is there once a part of a stack is ready: an app, a process, or a database. */
type ReadyPart =
  | { ready: pulumi.Resource; connection?: undefined }
  | { connection: { ready: pulumi.Resource }; ready?: undefined };

/** What has been made of a stack so far, by name. */
export type ReadyParts = Readonly<Record<string, ReadyPart>>;

/** Processes by the names that services wait for. */
export const partsOf = (
  processes: readonly { role: string; ready: pulumi.Resource }[],
): ReadyParts =>
  Object.fromEntries(
    processes.map(({ role, ready }) => [role.replace(/^process-/, ""), { ready }]),
  );

/** The services of a stack, each started once everything that it needs is there. */
export interface Services {
  /** Starts those that wait for nothing else, now that these parts are made. */
  start(parts: ReadyParts): void;
  /** What is there once those that the app waits for are ready. */
  readonly ready: pulumi.Resource[];
  /** Names of containers by role. */
  readonly containers: Record<string, string>;
  readonly volumeNames: pulumi.Output<string>[];
}

function volumesOf({ id, platform, volumes }: ServicesArgs, opts: pulumi.ComponentResourceOptions) {
  return new Map(
    Object.entries(volumes).map(([role, { keepData }]) => [
      nameOf(id, role),
      new DataVolume(`${role}-volume`, { id, platform, role, keepData }, opts).volumeName,
    ]),
  );
}

/**
 * Makes the volumes of services, and the services as soon as what they need is made.
 *
 * @param args undefined where there are none.
 */
export function stackServices(
  args: ServicesArgs | undefined,
  { network, dataNetwork }: StackNetworks,
  opts: pulumi.ComponentResourceOptions,
): Services {
  const { services = {}, before = [] } = args ?? {};
  const made = args ? volumesOf(args, opts) : new Map<string, pulumi.Output<string>>();
  const started = new Map<string, Service>();
  const parts = new Map<string, pulumi.Resource>();
  const readyOf = (name: string) => started.get(name)?.ready ?? parts.get(name);

  function startOne(name: string, { needs, usesData, ...service }: StackService): boolean {
    const needed = needs.flatMap((one) => readyOf(one) ?? []);
    if (started.has(name) || needed.length < needs.length) return false;
    const mounts = service.volumes?.map((mount) =>
      mount.volume === undefined
        ? mount
        : { ...mount, volume: made.get(String(mount.volume)) ?? mount.volume },
    );
    const networks = usesData && dataNetwork !== undefined ? [network, dataNetwork] : [network];
    const args = { ...service, volumes: mounts, networks, needs: needed };
    started.set(name, new Service(name, args, opts));
    return true;
  }

  return {
    start(more) {
      for (const [name, part] of Object.entries(more)) {
        parts.set(name, part.ready ?? part.connection.ready);
      }
      const all = Object.entries(services);
      // One that has started may be what another one waited for.
      while (all.map(([name, service]) => startOne(name, service)).includes(true)) {}
    },
    get ready() {
      return before.flatMap((name) => readyOf(name) ?? []);
    },
    get containers() {
      return Object.fromEntries(
        [...started].map(([name, { containerName }]) => [`service-${name}`, containerName]),
      );
    },
    volumeNames: [...made.values()],
  };
}
