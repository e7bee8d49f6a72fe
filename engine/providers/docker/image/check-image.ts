import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

import { messageOf } from "../../../errors";
import { type CheckFailure, type CheckResult, type PropertyMap, UNKNOWN } from "../../provider";
import { isFullyQualified } from "../registry/reference";
import { check } from "../schema/check";
import { isObject } from "../schema/values";
import { contextDigest } from "./context-digest";
import { IMAGE } from "./fields";

/**
 * Validates an image's inputs and completes its build: context, Dockerfile, platform, and the digest
 * of what is built, whose change makes the image be built again.
 */
export function checkImage(news: PropertyMap): CheckResult {
  const request = {
    name: "",
    olds: undefined,
    news: withoutDigest(news),
    randomSeed: Buffer.alloc(0),
  };
  const { inputs, failures } = check(IMAGE, request);
  const checked = plain(inputs as PropertyMap);
  checked.buildOnPreview ??= false;
  const given = checked.build;
  if (given !== UNKNOWN) {
    checked.build = completeBuild(isObject(given) ? given : {}, isObject(given), failures);
  }
  checkName(checked, failures);
  return { inputs: checked, failures };
}

function completeBuild(
  given: PropertyMap,
  isGiven: boolean,
  failures: CheckFailure[],
): PropertyMap {
  const build = { ...given };
  build.context ??= ".";
  const { context } = build;
  // As in the official provider the default lies in the context.
  if (typeof context === "string") build.dockerfile ??= join(isGiven ? context : "", "Dockerfile");
  const { dockerfile } = build;
  if (typeof context === "string" && typeof dockerfile === "string") {
    const problem = missing(context, dockerfile);
    if (problem) failures.push(problem);
    else Object.assign(build, digestOf(context, dockerfile, failures));
  }
  build.platform ??= `linux/${goArchitecture(process.arch)}`;
  return build;
}

function digestOf(context: string, dockerfile: string, failures: CheckFailure[]): PropertyMap {
  try {
    return { contextDigest: contextDigest(context, dockerfile) };
  } catch (error) {
    failures.push({ property: "build.context", reason: messageOf(error) });
    return {};
  }
}

function missing(context: string, dockerfile: string): CheckFailure | undefined {
  if (!existsSync(context)) {
    return { property: "build.context", reason: `there is no folder "${context}"` };
  }
  if (existsSync(dockerfile)) return undefined;
  const within = join(context, dockerfile);
  const hint =
    !isAbsolute(dockerfile) && existsSync(within)
      ? `; the path is taken from the project's folder: try "${within}"`
      : "";
  return { property: "build.dockerfile", reason: `there is no file "${dockerfile}"${hint}` };
}

/** A push, and the login to a cache, need to know the registry. */
function checkName(
  { imageName, build, skipPush, registry }: PropertyMap,
  failures: CheckFailure[],
) {
  const cached =
    isObject(build) && isObject(build.cacheFrom) && Array.isArray(build.cacheFrom.images);
  const needsRegistry = cached || skipPush !== true;
  const server = isObject(registry) ? registry.server : undefined;
  if (!needsRegistry || server || typeof imageName !== "string") return;
  if (isFullyQualified(imageName)) return;
  const reason = `"${imageName}" does not say its registry, so it cannot be pushed: write docker.io/${imageName}, or set skipPush`;
  failures.push({ property: "imageName", reason });
}

/** The digest is ours to compute, also where a state gives one. */
function withoutDigest(news: PropertyMap): PropertyMap {
  if (!isObject(news.build)) return news;
  const { contextDigest: _, ...build } = news.build;
  return { ...news, build };
}

/** Images have no record of defaults in their inputs. */
function plain(inputs: PropertyMap): PropertyMap {
  const kept = Object.entries(inputs).filter(([name]) => name !== "__defaults");
  return Object.fromEntries(kept.map(([name, v]) => [name, isObject(v) ? plain(v) : v]));
}

function goArchitecture(arch: NodeJS.Architecture): string {
  return { x64: "amd64", ia32: "386", arm64: "arm64", arm: "arm" }[arch as string] ?? arch;
}
