import { volumeName } from "../compose/map/values";
import type { ComposeMount } from "../compose/read/model";
import type { InspectedContainer, Mount } from "./inspected";

/** The name that Docker gives a volume which nobody named. */
const UNNAMED = /^[0-9a-f]{64}$/;

type Named = Readonly<Record<string, { name: string }>>;

/**
 * What a container mounts. An unnamed volume has data as any other: it gets a name by its folder.
 *
 * @param known volumes of other containers, by their names in the project.
 */
export function mountsOf(
  { Mounts, HostConfig }: Pick<InspectedContainer, "Mounts" | "HostConfig">,
  known: Named,
): { mounts: ComposeMount[]; named: Named } {
  const named: Record<string, { name: string }> = {};
  const mounts = [...Mounts]
    .sort((one, other) => one.Destination.localeCompare(other.Destination))
    .flatMap((mount): ComposeMount[] => {
      const { Type, Destination: target, RW, Name, Source } = mount;
      const end = { target, ...(RW ? {} : { read_only: true }) };
      // Those of --tmpfs are in the host's configuration.
      if (Type === "tmpfs")
        return HostConfig.Tmpfs?.[target] === undefined ? [{ type: Type, ...end }] : [];
      if (Type !== "volume" || Name === undefined) {
        return [{ type: Type as ComposeMount["type"], source: Source, ...end }];
      }
      const source = keyOf(mount, Name, { ...known, ...named });
      named[source] = { name: Name };
      return [{ type: "volume", source, ...end }];
    });
  return { mounts, named };
}

/** The same for the same volume, and another for each other one. */
function keyOf({ Destination }: Mount, name: string, taken: Named): string {
  const [same] = Object.entries(taken).find(([, volume]) => volume.name === name) ?? [];
  if (same !== undefined) return same;
  const wanted = UNNAMED.test(name) ? (Destination.split("/").at(-1) ?? "data") : name;
  const isFree = (key: string) =>
    !Object.keys(taken).some((other) => volumeName(other) === volumeName(key));
  if (isFree(wanted)) return wanted;
  for (let number = 2; ; number++) if (isFree(`${wanted}-${number}`)) return `${wanted}-${number}`;
}
