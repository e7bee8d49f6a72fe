import type { LightClient } from "../../docker/light-client";

/** A container that ran before the stack. */
export interface FormerContainer {
  name: string;
  /** The service of its Compose project. */
  service: string;
  /** Its named volumes, by the folder that each is mounted on. */
  volumes: Readonly<Record<string, string>>;
}

/** What runs, or ran, where a stack is to run. */
export interface Former {
  containers: readonly FormerContainer[];
  /** Names of all volumes of the engine. */
  volumes: ReadonlySet<string>;
}

interface Listed {
  Names: string[];
  Labels: Record<string, string>;
  Mounts: { Type: string; Name?: string; Destination: string }[];
}

const SERVICE = "com.docker.compose.service";

/** What the engine has of a Compose project. */
export async function formerProject(client: LightClient, project: string): Promise<Former> {
  const label = [`com.docker.compose.project=${project}`];
  const [containers, volumes] = await Promise.all([
    client.ask<Listed[]>("GET", "/containers/json", { query: { all: true, filters: { label } } }),
    volumesOf(client),
  ]);
  return {
    containers: containers
      // What `docker compose run` makes is no part of it.
      .filter(({ Labels }) => Labels["com.docker.compose.oneoff"] !== "True")
      .map(({ Names, Labels, Mounts }) => ({
        name: (Names[0] ?? "").replace(/^\//, ""),
        service: Labels[SERVICE] ?? "",
        volumes: byFolder(Mounts),
      }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    volumes,
  };
}

/** Names of all volumes of the engine. */
export async function volumesOf(client: LightClient): Promise<ReadonlySet<string>> {
  const { Volumes } = await client.ask<{ Volumes: { Name: string }[] | null }>("GET", "/volumes");
  return new Set((Volumes ?? []).map(({ Name }) => Name));
}

export const byFolder = (mounts: Listed["Mounts"]): Record<string, string> =>
  Object.fromEntries(
    mounts.flatMap(({ Type, Name, Destination }) =>
      Type === "volume" && Name !== undefined ? [[Destination, Name]] : [],
    ),
  );

/** The volume that a service had on a folder; undefined where there is none to take over. */
export function formerVolume(
  { containers, volumes }: Former,
  service: string,
  is: (folder: string) => boolean,
  declared?: string,
): string | undefined {
  const mounted = containers
    .filter((one) => one.service === service)
    .flatMap((one) => Object.entries(one.volumes).filter(([folder]) => is(folder)))
    .map(([, volume]) => volume);
  return [...mounted, declared].find((name) => name !== undefined && volumes.has(name));
}
