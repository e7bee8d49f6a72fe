import type { LightClient } from "../../docker/light-client";
import { writtenLines } from "../../docker/written-lines";
import type { FoundPlace } from "../stack/find-place";
import { inspect } from "./containers";
import { ofStack } from "./engine";

/** Something whose log is read: a container, or a service with all of its tasks. */
export interface Source {
  /** Id of the container or service. */
  id: string;
  role: string;
  name: string;
  /** A path of the API. */
  path: string;
  /** It has a terminal. */
  isRaw: boolean;
}

/** A line of a log. */
export interface LogLine {
  source: Source;
  /** In ISO 8601, with nanoseconds. */
  time: string;
  stream: "stdout" | "stderr";
  text: string;
}

interface Listed {
  Id: string;
  Names: string[];
  Labels: Record<string, string>;
}

/** What of a stack has a log. */
export async function sourcesOf(
  client: LightClient,
  id: FoundPlace["id"],
  isOnSwarm: boolean,
): Promise<Source[]> {
  if (isOnSwarm) {
    const { servicesOf } = await import("./tasks");
    return (await servicesOf(client, id)).map(({ ID, Spec }) => ({
      id: ID,
      role: Spec.Labels?.["berth.role"] ?? "",
      name: Spec.Name,
      path: `/services/${ID}/logs`,
      isRaw: false,
    }));
  }
  const query = { all: true, filters: ofStack(id) };
  const found = await client.ask<Listed[]>("GET", "/containers/json", { query });
  const sources = await Promise.all(found.map(({ Id }) => sourceOf(client, Id)));
  return sources
    .filter((it) => it !== undefined)
    .sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

/** A container as a source; undefined where it is gone. */
export async function sourceOf(client: LightClient, id: string): Promise<Source | undefined> {
  const found = await inspect(client, id);
  return (
    found && {
      id,
      role: found.Config.Labels?.["berth.role"] ?? "",
      name: found.Name.slice(1),
      path: `/containers/${id}/logs`,
      isRaw: found.Config.Tty === true,
    }
  );
}

export interface Wanted {
  /** From when on; in ISO 8601, or seconds since 1970 with a fraction. */
  since?: string;
  /** The last lines of each; a number or `all`. */
  tail?: string;
  follow?: boolean;
}

/** The lines of a log, as they come. */
export async function* linesOf(
  client: LightClient,
  source: Source,
  { since, tail = "all", follow = false }: Wanted,
): AsyncGenerator<LogLine> {
  const query = { stdout: true, stderr: true, timestamps: true, follow, tail, since };
  const log = await client.stream(source.path, { query });
  for await (const { stream, text } of writtenLines(log, source.isRaw)) {
    const [time = "", ...words] = text.split(" ");
    yield { source, stream, time, text: words.join(" ") };
  }
}

/** The moment after a line, as the API takes it: lines of before are not read again. */
export function justAfter(time: string): string {
  const seconds = Math.floor(Date.parse(time) / 1000);
  const [, fraction = "0"] = /\.(\d+)Z?/.exec(time) ?? [];
  const nanoseconds = Number(fraction.padEnd(9, "0").slice(0, 9)) + 1;
  return nanoseconds === 1e9
    ? `${seconds + 1}.000000000`
    : `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
}
