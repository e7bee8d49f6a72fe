import type Docker from "dockerode";
import { orMissing } from "../docker/missing";
import { labelMap, type StackId } from "./labels";

/** An image that was built for a stack's app and is on the engine still. */
export interface Release {
  /** `sha256:...`. */
  id: string;
  /** None where a newer image took the tag. */
  tags: string[];
  /** `REPOSITORY:TAG` of each of them. */
  references: string[];
  /** `REPOSITORY@sha256:...`; none where it was never pushed. */
  digests: string[];
  /** When it was built last, in ISO 8601; a build from cache counts. */
  built: string;
  /** In bytes. */
  size: number;
  /** A container of the stack runs it now. */
  running: boolean;
  /** A container was made from it, whoever's and even if it has stopped. */
  used: boolean;
}

/** The part of an image's inspection that dockerode has no type for. */
interface Tagged {
  Metadata?: { LastTagTime?: string };
}

/**
 * The images that were built for a stack's app, the newest first.
 *
 * Each build tags its image, where one from cache keeps the time of its first creation: the last
 * tag's time tells which version was deployed last.
 */
export async function listReleases(docker: Docker, id: StackId): Promise<Release[]> {
  const label = Object.entries(labelMap(id, "app")).map(([key, value]) => `${key}=${value}`);
  const [images, containers, own] = await Promise.all([
    docker.listImages({ filters: { label } }),
    docker.listContainers({ all: true }),
    docker.listContainers({ filters: { label } }),
  ]);
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  const running = new Set(own.map(({ ImageID }) => ImageID));
  const inspected = await Promise.all(
    // Somebody may remove an image while the others are asked for.
    images.map(({ Id }) => orMissing(docker.getImage(Id).inspect())),
  );
  return inspected
    .filter((image) => image !== undefined)
    .map((image) => ({
      id: image.Id,
      tags: (image.RepoTags ?? []).map((it) => it.slice(it.lastIndexOf(":") + 1)),
      references: image.RepoTags ?? [],
      digests: image.RepoDigests ?? [],
      built: builtAt(image),
      size: image.Size,
      running: running.has(image.Id),
      used: used.has(image.Id),
    }))
    .sort((one, other) => Date.parse(other.built) - Date.parse(one.built));
}

/** One that was pulled by its digest never had a tag: its time is the year 1. */
function builtAt(image: Docker.ImageInspectInfo & Tagged): string {
  const tagged = image.Metadata?.LastTagTime ?? "";
  return Date.parse(tagged) > 0 ? tagged : image.Created;
}

/** The release that a tag, an id, the beginning of an id, or a digest names. */
export function findIn(releases: readonly Release[], name: string): Release | undefined {
  const isNamed = ({ id, digests }: Release) =>
    id === name || id.startsWith(`sha256:${name}`) || digests.some((it) => it.endsWith(`@${name}`));
  return releases.find(({ tags }) => tags.includes(name)) ?? releases.find(isNamed);
}

/** Releases as a table for people, with its heading. */
export function releaseTable(releases: readonly Release[]): string[] {
  const rows = releases.map((release) => [
    release.tags.join(", ") || "-",
    release.id.slice("sha256:".length, "sha256:".length + 12),
    `${release.built.slice(0, 16).replace("T", " ")} UTC`,
    `${Math.round(release.size / 1e6)} MB`,
    release.running ? "yes" : "",
  ]);
  const table = [["TAG", "ID", "BUILT", "SIZE", "RUNS"], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
