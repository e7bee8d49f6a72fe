import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connectToAsk } from "../docker/connect";
import { orMissing } from "../docker/missing";

/** A kind of resource that an engine can lose: by a prune, with its disk, or with its image store. */
interface Kind {
  one: string;
  several: string;
  /** What the engine knows it by, and what people call it. */
  id(resource: pulumi.Resource): pulumi.Output<string>;
  name(resource: pulumi.Resource): pulumi.Output<string>;
  inspect(engine: Docker, id: string, name: string): Promise<unknown>;
  /** Whether it is only looked at where something else is missing: what runs has it. */
  isPart?: true;
}

const own = {
  id: (resource: pulumi.Resource) => (resource as pulumi.CustomResource).id,
  name: (resource: pulumi.Resource) => (resource as docker.Container).name,
};
const images = { one: "image", several: "images", isPart: true } as const;

const KINDS: Record<string, Kind> = {
  "docker:index/container:Container": {
    ...own,
    one: "container",
    several: "containers",
    inspect: (engine, id) => engine.getContainer(id).inspect(),
  },
  "docker:index/service:Service": {
    ...own,
    one: "service",
    several: "services",
    inspect: (engine, id) => engine.getService(id).inspect(),
  },
  "docker:index/volume:Volume": {
    ...own,
    one: "volume",
    several: "volumes",
    inspect: (engine, id) => engine.getVolume(id).inspect(),
  },
  "docker:index/network:Network": {
    ...own,
    one: "network",
    several: "networks",
    inspect: (engine, id) => engine.getNetwork(id).inspect(),
  },
  "docker:index/image:Image": {
    ...images,
    id: (resource) => (resource as docker.Image).repoDigest,
    name: (resource) => (resource as docker.Image).imageName,
    // A look ahead may have built it again meanwhile.
    inspect: async (engine, id, name) =>
      (await orMissing(engine.getImage(id).inspect())) ?? engine.getImage(name).inspect(),
  },
  "docker:index/remoteImage:RemoteImage": {
    ...images,
    id: (resource) => (resource as docker.RemoteImage).imageId,
    name: own.name,
    inspect: (engine, id) => engine.getImage(id).inspect(),
  },
};

/** A resource as the state has it. */
interface Part {
  kind: Kind;
  id: string;
  name: string;
}

export interface WatchArgs {
  /** Address of the Docker engine. */
  host: string;
  stack: string;
  /** Ids of what the engine has, which need no second look. */
  known: ReadonlySet<string>;
}

/**
 * For so long nothing more may turn out to be missing before it is told, in milliseconds: an `up` may
 * fail for it soon, and ends its program then.
 */
const QUIET_MS = 150;

/**
 * Watches which resources a program gets from its state, and warns of those that the engine does not
 * have: without a refresh an `up` goes by its state, and says of them that they are unchanged.
 *
 * @returns a transformation that changes nothing, for the options of what is to be watched.
 */
export function watchForMissing(
  { host, stack, known }: WatchArgs,
  quietMs = QUIET_MS,
): pulumi.ResourceTransformation {
  const missing: Part[] = [];
  const parts: Part[] = [];
  let engine: Docker | undefined;
  let release: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const isMissing = async ({ kind, id, name }: Part) => {
    engine ??= connectToAsk(host);
    return (await orMissing(kind.inspect(engine, id, name))) === undefined;
  };
  const tell = async () => {
    const gone = [...missing.splice(0)];
    for (const part of parts.splice(0)) if (await isMissing(part)) gone.push(part);
    await pulumi.log.warn(
      `the engine does not have ${listed(gone)} of this stack any more; make them again: pulumi up --stack ${stack} --refresh`,
    );
  };
  const look = async (part: Part) => {
    if (known.has(part.id)) return;
    if (part.kind.isPart) return void parts.push(part);
    if (!(await isMissing(part))) return;
    missing.push(part);
    release ??= pulumi.runtime.rpcKeepAlive();
    clearTimeout(timer);
    timer = setTimeout(() => {
      tell().catch(ignored).finally(release);
      release = undefined;
    }, quietMs);
  };
  const watch = (kind: Kind, resource: pulumi.Resource) => {
    // The program is not to end before the look does.
    const done = pulumi.runtime.rpcKeepAlive();
    let looked = Promise.resolve();
    // Its outputs are there once it is constructed.
    queueMicrotask(() => {
      pulumi.all([kind.id(resource), kind.name(resource)]).apply(([id, name]) => {
        looked = look({ kind, id, name }).catch(ignored);
      });
      // A preview does not know the id of what is to be made, but it has a URN.
      resource.urn.apply(() => setImmediate(() => looked.finally(done)));
    });
  };
  return ({ resource, type }) => {
    const kind = KINDS[type];
    if (kind) watch(kind, resource);
    return undefined;
  };
}

/** What cannot be looked at is no reason to fail. */
const ignored = () => {};

/** `the containers a and b, the image c` */
function listed(parts: readonly Part[]): string {
  const words = new Map(Object.values(KINDS).map(({ one, several }) => [several, one]));
  return [...words]
    .flatMap(([several, one]) => {
      const some = parts.filter(({ kind }) => kind.several === several);
      const names = [...new Set(some.map(({ name }) => name))].sort();
      return names.length > 0
        ? `the ${names.length === 1 ? one : several} ${names.join(", ")}`
        : [];
    })
    .join("; ");
}
