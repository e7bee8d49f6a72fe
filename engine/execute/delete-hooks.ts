import { UnsupportedError } from "../errors";
import type { ResourceState } from "../resource/state";

/** The functions of a program that the official CLI calls around deletions, by their names in its state. */
interface Hooked {
  resourceHooks?: Partial<Record<string, readonly string[]>>;
}

/** Refuses to delete what the official CLI has put into the state with functions to be called then. */
export function refuseDeleteHooks({ urn, extra }: ResourceState): void {
  const { resourceHooks = {} }: Hooked = extra;
  const names = ["BeforeDelete", "AfterDelete"].flatMap((kind) => resourceHooks[kind] ?? []);
  if (names.length === 0) return;
  throw new UnsupportedError(`resource hooks (${names.join(", ")} at the deletion of ${urn})`);
}
