import { expect, test } from "vitest";
import { type ImageOrigin, isFromRegistry } from "../../docker/image-origin";

const DIGEST = "sha256:abc";
const standIn = { Config: { Labels: { "berth.standin.what": "Redis 8.0.2 from Debian" } } };
const digests = (repository: string) => ({
  Id: DIGEST,
  RepoDigests: [`${repository}@${DIGEST}`],
});
/** Of an image store of the engine's own. */
const pulled = (repository: string) => ({ ...digests(repository), Id: "sha256:config" });
const annotated = (name: string) => ({ Descriptor: { annotations: { [name]: "1" } } });

test.each<[string, string, ImageOrigin, boolean | undefined]>([
  ["built, an image store of its own", "shop:1", { RepoDigests: [] }, false],
  ["built, a store that says nothing", "shop:1", { RepoDigests: null }, false],
  ["pulled, an image store of its own", "redis:8", pulled("redis"), true],
  ["a stand-in that was pulled", "redis:8", { ...pulled("redis"), ...standIn }, true],
  [
    "a stand-in that was pulled, the containerd image store",
    "redis:8",
    { ...digests("redis"), ...standIn, Descriptor: {} },
    true,
  ],
  ["pulled, the containerd image store", "redis:8", { ...digests("redis"), Descriptor: {} }, true],
  ["a stand-in, the containerd image store", "redis:8", { ...digests("redis"), ...standIn }, false],
  [
    "a stand-in that a registry has",
    "ghcr.io/me/redis:8",
    { ...digests("ghcr.io/me/redis"), ...standIn },
    true,
  ],
  [
    "built, the containerd image store",
    "me/shop:1",
    { ...digests("me/shop"), ...annotated("config.digest") },
    undefined,
  ],
  [
    "a stand-in that was built, the containerd image store",
    "redis:8",
    { ...digests("redis"), ...standIn, ...annotated("config.digest") },
    false,
  ],
  [
    "loaded, the containerd image store",
    "redis:8",
    { ...digests("redis"), ...annotated("io.containerd.image.name") },
    undefined,
  ],
  [
    "built under a registry's name",
    "localhost:5000/shop:1",
    { ...digests("localhost:5000/shop"), ...annotated("config.digest") },
    true,
  ],
  [
    "Docker Hub by its name",
    "docker.io/library/redis:8",
    { ...digests("redis"), ...standIn },
    false,
  ],
])("%s", (_, reference, image, known) => {
  expect(isFromRegistry(reference, image)).toBe(known);
});
