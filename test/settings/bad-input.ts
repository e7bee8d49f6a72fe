import { expect, it } from "vitest";
import { formatPath } from "../../settings/language/path";
import { SettingsError } from "../../settings/language/problem";
import { parseSettings } from "../../settings/parse";
import { runConfigLines } from "./fake-config-cli";
import { FILE, rawConfig } from "./raw-config";

/** One way to get a stack file wrong, and every word of what is said about it. */
export interface BadInput {
  title: string;
  values: Readonly<Record<string, unknown>>;
  /** The keys with an encrypted value in them. */
  secretKeys?: readonly string[];
  /** Path, given, accepted and mend of each problem, in order. */
  problems: readonly (readonly [path: string, given: string, accepted: string, mend: string])[];
}

/** Every value in the cases that is meant to be a secret contains it. */
export const SECRET = "hunter2";

export const PORTS = "a port from 1 to 65535, IPV4-ADDRESS:PORT, [IPV6-ADDRESS]:PORT, or none";
export const APP_KEYS =
  "the keys name, image, tag, keepImages, context, dockerfile, target, buildArgs, containerPort, port, httpsPort, env, secrets, secretEnv, command, user, capabilities, writable, volumes, aliases, releaseCommand, processes, dependsOn, healthPath, healthHost, healthCommand, healthFrom, healthInterval, healthTimeout, healthRetries, startPeriod";
export const TOP_KEYS =
  "the keys mode, platform, app, server, source, restart, database, databases, jobs, backup, services, adopt, limits, replicas, rollout, release, domain, tls, edge, hardening, registry, host, swarm, images, build, logs";

/** The problems of a stack file. */
export function errorOf(
  values: Readonly<Record<string, unknown>>,
  secretKeys?: readonly string[],
): SettingsError {
  try {
    parseSettings(FILE, rawConfig(values, secretKeys));
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("The settings were accepted.");
}

/** Pins each message, that no secret is in it, and that its commands mend what they say they mend. */
export function itRejects(cases: readonly BadInput[]): void {
  it.each(cases)("$title", ({ values, secretKeys, problems }) => {
    const error = errorOf(values, secretKeys);

    expect(error.message.split("\n").slice(1)).toEqual(
      problems.flatMap(([path, given, accepted, mend]) => [
        `  berth:${path}: given ${given}; accepted: ${accepted}`,
        `    mend: ${mend}`,
      ]),
    );
    expect(error.message).not.toContain(SECRET);

    for (const { path, mend } of error.problems) {
      // Other steps are for a person with an editor.
      if (mend.startsWith("pulumi ")) {
        expect(pathsAfter(mend, values, secretKeys)).not.toContain(formatPath(path));
      }
    }
  });
}

/** The paths of the problems that are left once a command was run. */
function pathsAfter(
  mend: string,
  values: Readonly<Record<string, unknown>>,
  secretKeys: readonly string[] = [],
): string[] {
  const mended = runConfigLines({ values: { ...values }, secretKeys: new Set(secretKeys) }, mend);
  try {
    parseSettings(FILE, rawConfig(mended.values, [...mended.secretKeys]));
    return [];
  } catch (error) {
    return (error as SettingsError).problems.map(({ path }) => formatPath(path));
  }
}
