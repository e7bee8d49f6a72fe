import type Docker from "dockerode";
import { orMissing } from "../../docker/missing";
import { shortId } from "../../shared/short-id";
import { textTable } from "../../shared/text-table";
import { labelFilter, type Role, type StackId } from "../labels";

/** An image that was built for a stack's app and is on the engine still. */
export interface Release {
  /** `sha256:...`. */
  id: string;
  /** None where a newer image took the tag. */
  tags: string[];
  /** `REPOSITORY:TAG` of each of them, and of the one that says that it served. */
  references: string[];
  /** `REPOSITORY@sha256:...`; none where it was never pushed. */
  digests: string[];
  /** When it was built last, in ISO 8601; a build from cache counts. */
  built: string;
  /**
   * What it takes on the disk, in bytes, as `docker images` shows it: its layers, and with the
   * containerd image store what they are unpacked from, too. Other images may share some of that.
   */
  size: number;
  /** A container of the stack runs it now. */
  running: boolean;
  /** One of those is healthy. */
  healthy: boolean;
  /** It was healthy in this stack, now or before. */
  served: boolean;
  /** A container was made from it, whoever's and even if it has stopped. */
  used: boolean;
}

/** The part of an image's inspection that dockerode has no type for. */
interface Tagged {
  Metadata?: { LastTagTime?: string };
}

/** The tag of an image that was healthy in its stack: a label cannot be added to what is built. */
export const servedTag = (id: string) => `served-${shortId(id)}`;

/**
 * The images that were built for a stack's app, or for another part of it, the newest first.
 *
 * Each build tags its image, where one from cache keeps the time of its first creation: the last
 * tag's time tells which version was deployed last.
 */
export async function listReleases(
  docker: Docker,
  id: StackId,
  role: Role = "app",
): Promise<Release[]> {
  const label = labelFilter(id, role);
  const [images, containers, own] = await Promise.all([
    docker.listImages({ filters: { label } }),
    docker.listContainers({ all: true }),
    docker.listContainers({ filters: { label } }),
  ]);
  const sizes = new Map(images.map(({ Id, Size }) => [Id, Size]));
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  const running = new Set(own.map(({ ImageID }) => ImageID));
  const healthy = new Set(own.filter(isWell).map(({ ImageID }) => ImageID));
  const inspected = await Promise.all(
    // Somebody may remove an image while the others are asked for.
    images.map(({ Id }) => orMissing(docker.getImage(Id).inspect())),
  );
  return inspected
    .filter((image) => image !== undefined)
    .map((image) => ({
      id: image.Id,
      ...tagsOf(image),
      references: image.RepoTags ?? [],
      digests: image.RepoDigests ?? [],
      built: builtAt(image),
      // An inspection by the containerd image store has the size of what a pull transfers.
      size: sizes.get(image.Id) ?? image.Size,
      running: running.has(image.Id),
      healthy: healthy.has(image.Id),
      used: used.has(image.Id),
    }))
    .sort((one, other) => Date.parse(other.built) - Date.parse(one.built));
}

/** A container without a health check is well when it runs; one that is not says so in its status. */
const isWell = ({ State, Status }: Docker.ContainerInfo) =>
  State === "running" && !/\((unhealthy|health: starting)\)/.test(Status);

function tagsOf({ Id, RepoTags }: Docker.ImageInspectInfo): Pick<Release, "tags" | "served"> {
  const tags = (RepoTags ?? []).map((it) => it.slice(it.lastIndexOf(":") + 1));
  const mark = servedTag(Id);
  return { tags: tags.filter((tag) => tag !== mark), served: tags.includes(mark) };
}

/** One that was pulled by its digest never had a tag: its time is the year 1. */
function builtAt(image: Docker.ImageInspectInfo & Tagged): string {
  const tagged = image.Metadata?.LastTagTime ?? "";
  return Date.parse(tagged) > 0 ? tagged : image.Created;
}

/**
 * The releases that a tag, an id, the beginning of an id, or a digest may mean: several where that is
 * not said clearly.
 */
export function findIn(releases: readonly Release[], name: string): Release[] {
  const ways: ((release: Release) => boolean)[] = [
    ({ tags }) => tags.includes(name),
    ({ id, digests }) => id === name || digests.some((it) => it.endsWith(`@${name}`)),
    ({ id }) => id.startsWith(`sha256:${name}`),
  ];
  const found = ways.map((isMeant) => releases.filter(isMeant));
  return found.find((some) => some.length > 0) ?? [];
}

/**
 * Releases as a table for people, with its heading.
 *
 * @param probeOf requests that were sent while a release took over, and those that failed; undefined where
 * nobody noted them.
 */
export function releaseTable(
  releases: readonly Release[],
  probeOf: (release: Release) => { requests: number; failures: number } | undefined = () =>
    undefined,
): string[] {
  const isProbed = releases.some(probeOf);
  const rows = releases.map((release) => {
    const probe = probeOf(release);
    return [
      release.tags.join(", ") || "-",
      shortId(release.id),
      `${release.built.slice(0, 16).replace("T", " ")} UTC`,
      `${Math.round(release.size / 1e6)} MB`,
      release.served ? "yes" : "",
      release.running ? (release.healthy ? "yes" : "not healthy") : "",
      ...(probe ? [`${probe.failures} of ${probe.requests}`] : []),
    ];
  });
  const heading = ["TAG", "ID", "BUILT", "SIZE ON DISK", "SERVED", "RUNS"];
  return textTable([[...heading, ...(isProbed ? ["FAILED REQUESTS"] : [])], ...rows]);
}
