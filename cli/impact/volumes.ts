import type { Impact } from "./effect";
import { type Change, roleOf, typeOf, typesOf } from "./parts";
import { formerImpact } from "./upgrades";

const VOLUME = "docker:index/volume:Volume";
const KEEPER = "pulumi-nodejs:dynamic/berth:KeptVolume";
const DATA_VOLUME = "berth:docker:DataVolume";

/** Volumes with nothing in them that an `up` does not write again. */
const WRITTEN_AGAIN = new Set(["routes"]);

/** What becomes of data. */
export function volumeImpacts(changes: readonly Change[]): Impact[] {
  const volumes = changes.filter(
    (change) =>
      typeOf(change.urn) === VOLUME &&
      typesOf(change.urn).at(-2) === DATA_VOLUME &&
      !WRITTEN_AGAIN.has(roleOf(change) ?? ""),
  );
  const changed = new Set(volumes.map(({ urn }) => parentOf(urn)));
  const keepers = changes.filter(
    ({ urn, kind }) => typeOf(urn) === KEEPER && kind === "delete" && !changed.has(parentOf(urn)),
  );
  return [
    ...volumes.flatMap(volumeImpact),
    ...keepers.map(noLongerKept),
    ...changes.flatMap(formerImpact),
  ];
}

function volumeImpact(change: Change): Impact[] {
  const { kind, old } = change;
  const name = String(old?.inputs.name ?? "");
  const part = `volume ${name}`;
  if (kind === "create" && roleOf(change) === "certificates") {
    const felt = "a new certificate is asked for";
    return [{ part: "certificates", change: "created", felt, effect: "nothing" }];
  }
  if ((kind !== "delete" && kind !== "replace") || !old) return [];
  if (old.retainOnDelete) {
    const felt = "its data stays on the engine, and nothing of the stack uses it any more";
    return [{ part, change: "left", felt, effect: "nothing" }];
  }
  return [{ part, change: "deleted", felt: "its data is deleted", effect: "data-loss" }];
}

function noLongerKept({ old }: Change): Impact {
  const part = `volume ${String(old?.inputs.volume ?? "")}`;
  const felt = "nothing now; a later destroy deletes its data";
  return { part, change: "no longer kept", felt, effect: "nothing" };
}

/** A resource's name and the types above it; the same for a volume and what keeps it, but for an ending. */
const parentOf = (urn: string): string => urn.replace(/\$[^$]*::/, "::").replace(/-kept$/, "");
