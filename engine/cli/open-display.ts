import { clear, type Decrypt, maskedConfig } from "../config/config";
import type { Display, DisplayOptions } from "../display/display";
import { JsonDisplay } from "../display/json";
import { JsonEventsDisplay } from "../display/json-events";
import { LiveDisplay } from "../display/live";
import { PlainDisplay } from "../display/plain";
import type { Screen } from "../display/screen";
import type { ResourceState } from "../resource/state";
import { STACK_TYPE } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import type { Snapshot } from "../state/deployment";
import type { Invocation } from "./flags";
import type { OperationKind } from "./operation-kind";
import type { StackSession } from "./session";

const TITLES: Record<OperationKind, [string, string]> = {
  update: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
  import: ["Previewing import", "Importing"],
};

/** What decides how a run is shown. */
export interface Viewing {
  kind: OperationKind;
  invocation: Invocation;
  session: StackSession;
  /** A terminal, where there is one. */
  screen: Screen | undefined;
  print(line: string): void;
}

/** The display that a command line asks for: JSON, a live tree, or lines. */
export async function openDisplay(
  preview: boolean,
  snapshot: Snapshot,
  { kind, invocation, session, screen, print }: Viewing,
): Promise<Display> {
  const options: DisplayOptions = {
    stack: session.ref.stack,
    project: session.project.name,
    preview,
    title: TITLES[kind][preview ? 0 : 1],
    showOutputs: hasOutputs(kind, preview) && !invocation.has("suppress-outputs"),
    showSecrets: invocation.has("show-secrets"),
    diff: invocation.has("diff"),
    config: maskedConfig(session.file.config),
    write: print,
  };
  const secrets = await secretTexts(session);
  const outputs = stackOutputs(snapshot);
  if (invocation.has("json")) {
    if (preview) return new JsonDisplay(options, secrets);
    return new JsonEventsDisplay(options, outputs, secrets);
  }
  if (screen && !options.diff) return new LiveDisplay(options, screen, outputs, secrets);
  return new PlainDisplay(options, outputs, secrets);
}

async function secretTexts(session: StackSession): Promise<string[]> {
  try {
    const { values, secretKeys } = await session.config();
    const decrypt = await session.decrypter();
    const inside: string[] = [];
    // Of an object with an encrypted value in it, a program may say that value alone.
    const note: Decrypt = (...secret) => {
      const text = decrypt(...secret);
      inside.push(text);
      return text;
    };
    for (const [key, value] of Object.entries(session.file.config)) clear(value, note, [key]);
    return [...secretKeys.flatMap((key) => values[key] ?? []), ...inside];
  } catch {
    // Whoever needs the settings will be told what is wrong with them; a destroy does not.
    return [];
  }
}

/** A destroyed stack has none, and the preview of a refresh cannot change them. */
function hasOutputs(kind: OperationKind, preview: boolean): boolean {
  return kind === "update" || (kind === "refresh" && !preview);
}

/** The outputs of a stack, or undefined when it was never updated. */
export function stackOutputs(snapshot: Snapshot): ValueMap | undefined {
  return stackState(snapshot)?.outputs;
}

/** The stack among its resources, or undefined when it was never updated. */
export function stackState({ resources }: Snapshot): ResourceState | undefined {
  return resources.find((state) => state.type === STACK_TYPE && !state.delete);
}
