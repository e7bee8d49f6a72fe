import type { Routes } from "../docker/fake-engine";

interface FakeImage {
  /** `REPOSITORY:TAG`. */
  tags?: string[];
  digests?: string[];
  /** When it got its last tag. */
  tagged?: string;
  created?: string;
}

interface Containers {
  /** Ids of their images. */
  running?: string[];
  stopped?: string[];
  /** Those of the running ones whose health check fails. */
  unhealthy?: string[];
}

/** What an engine answers of images, by id, and of the containers that were made from them. */
export function imagesOf(
  images: Readonly<Record<string, FakeImage>>,
  { running = [], stopped = [], unhealthy = [] }: Containers = {},
): Routes {
  const ids = Object.keys(images);
  const statusOf = (image: string) =>
    `Up 2 hours (${unhealthy.includes(image) ? "un" : ""}healthy)`;
  const containers = (of: string[]) => ({
    body: of.map((ImageID) => ({ ImageID, State: "running", Status: statusOf(ImageID) })),
  });
  return {
    "GET /images/json": () => ({ body: ids.map((Id) => ({ Id, Size: 1_000_000 })) }),
    "GET /containers/json?all=true": () => containers([...running, ...stopped]),
    "GET /containers/json": () => containers(running),
    ...Object.fromEntries(
      Object.entries(images).map(([Id, image]) => [
        `GET /images/${Id}/json`,
        () => ({
          body: {
            Id,
            RepoTags: image.tags ?? [],
            RepoDigests: image.digests ?? [],
            Created: image.created ?? "2026-01-01T00:00:00Z",
            Metadata: { LastTagTime: image.tagged },
            // As the containerd image store has it: what a pull transfers.
            Size: 400_000,
          },
        }),
      ]),
    ),
  };
}
