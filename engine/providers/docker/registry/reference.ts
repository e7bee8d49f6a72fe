/** The parts of an image's name, completed as Docker completes them. */
export interface Reference {
  /** `docker.io` where the name says none. */
  registry: string;
  /** Without the registry; `library/` added to Docker's own images. */
  repository: string;
  tag?: string;
  digest?: string;
}

const HUB = "docker.io";

/** Takes an image name apart: `[registry/]repository[:tag][@digest]`. */
export function parseReference(name: string): Reference {
  const [rest = "", digest] = name.split("@");
  const tagAt = rest.indexOf(":", rest.lastIndexOf("/") + 1);
  const path = tagAt < 0 ? rest : rest.slice(0, tagAt);
  const tag = tagAt < 0 ? undefined : rest.slice(tagAt + 1);
  const slash = path.indexOf("/");
  const host = slash < 0 ? "" : path.slice(0, slash);
  const isHost = /[.:]/.test(host) || host === "localhost";
  const repository = isHost ? path.slice(slash + 1) : path;
  const registry = !isHost || host === "index.docker.io" ? HUB : host;
  const official = registry === HUB && !repository.includes("/");
  return { registry, repository: official ? `library/${repository}` : repository, tag, digest };
}

/** True when the name says where the image is, so that it can be pushed there. */
export function isFullyQualified(name: string): boolean {
  const { registry, repository } = parseReference(name);
  const path = name.split("@")[0] ?? "";
  return path === `${registry}/${repository}` || path.startsWith(`${registry}/${repository}:`);
}

/** The repository without tag and digest, in the form that digests of pushed images have. */
export function familiarRepository(name: string): string {
  const path = name.split("@")[0] ?? "";
  const tagAt = path.indexOf(":", path.lastIndexOf("/") + 1);
  return tagAt < 0 ? path : path.slice(0, tagAt);
}
