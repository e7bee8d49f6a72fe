/** The releases of Debian that have these, and what their `dockerd` is started with. */
export const VERSIONS = {
  "26": { suite: "trixie", flags: [] },
  "28": { suite: "sid", flags: [] },
  "28-containerd": { suite: "sid", flags: ["--feature=containerd-snapshotter=true"] },
} as const satisfies Record<string, DockerVersion>;

export interface DockerVersion {
  suite: "trixie" | "sid";
  flags: readonly string[];
}

export type VersionName = keyof typeof VERSIONS;

/** @throws Error that lists the names, where there is none like this. */
export function versionNamed(name: string): DockerVersion {
  if (Object.hasOwn(VERSIONS, name)) return VERSIONS[name as VersionName];
  throw new Error(`no Docker is called ${name}; there are ${Object.keys(VERSIONS).join(", ")}`);
}
