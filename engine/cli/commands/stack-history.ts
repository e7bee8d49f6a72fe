import type { RawValue } from "../../config/raw-value";
import { relativeTime } from "../../display/relative-time";
import type { Invocation } from "../flags";
import { openStack } from "../session";
import { configJson } from "./config";
import type { Print } from "./print";

/** One operation, as the file backend notes it. Times are seconds since 1970. */
export interface Update {
  version: number;
  kind: string;
  startTime: number;
  message: string;
  environment: Record<string, string>;
  config?: Record<string, RawValue>;
  result: string;
  endTime: number;
  resourceChanges?: Record<string, number>;
}

/** `stack history`: the operations, the newest first. */
export async function history(invocation: Invocation, print: Print): Promise<void> {
  const { backend, ref } = await openStack(invocation);
  const updates = (await backend.history(ref)) as Update[];
  if (invocation.has("json")) return print(JSON.stringify(updates.map(asJson), null, 2));
  if (updates.length === 0) return print("Stack has never been updated");
  for (const update of updates) for (const line of renderUpdate(update, new Date())) print(line);
}

/** An operation in the words of the official CLI. */
export function renderUpdate(update: Update, now: Date): string[] {
  const { version, kind, result, message, startTime, endTime, environment } = update;
  const {
    create = 0,
    delete: deleted = 0,
    update: updated = 0,
    same = 0,
  } = update.resourceChanges ?? {};
  const when = relativeTime(new Date(startTime * 1000), now);
  const facts = Object.entries(environment).filter(([, value]) => value.trim() !== "");
  return [
    `Version: ${version}`,
    `UpdateKind: ${kind}`,
    `Status: ${result}`,
    `Message: ${message}`,
    `+${create}-${deleted}~${updated} ${same} Updated ${when} took ${endTime - startTime}s`,
    ...facts.sort().map(([key, value]) => `    ${key}: ${value}`),
    "",
  ];
}

function asJson(update: Update): unknown {
  const { version, kind, startTime, message, environment, result, endTime } = update;
  return {
    ...{ version, kind, startTime: time(startTime), message, environment },
    ...{ config: configJson(update.config ?? {}), result },
    ...{ endTime: time(endTime), resourceChanges: update.resourceChanges },
  };
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
