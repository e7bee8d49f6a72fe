import type { FileBackend, StackRef } from "../../state/backend";
import { readIfExists } from "../../state/files";

/** What a state file says without its secrets being opened. */
export interface StackSummary {
  /** When it was written last; undefined where nothing was ever done with the stack. */
  time: Date | undefined;
  /** Of the engine that wrote it. */
  version: string | undefined;
  resourceCount: number;
}

interface Latest {
  manifest?: { time: string; version: string };
  resources?: unknown[];
}

/** A damaged file says nothing; whoever needs what is in it will be told. */
export async function readSummary(backend: FileBackend, ref: StackRef): Promise<StackSummary> {
  const { manifest, resources = [] } = latest(await readIfExists(backend.statePath(ref)));
  const time = manifest?.time === undefined ? undefined : new Date(manifest.time);
  return { time, version: manifest?.version, resourceCount: resources.length };
}

function latest(text = "{}"): Latest {
  try {
    return (JSON.parse(text) as { checkpoint?: { latest?: Latest } }).checkpoint?.latest ?? {};
  } catch {
    return {};
  }
}
