import { ANSWER_MS, NoAnswer } from "../../docker/no-answer";
import { CATALOG, isStandInName, NAMES, type StandInName } from "../../images/catalog";
import { asText } from "../../shared/yaml-file";
import type { StandIns } from "../command-line";
import type { DockerApi } from "../docker-api";
import type { StackSettings } from "../stack/stack-settings";

/** A base image that a stack starts from. */
export interface Needed {
  name: StandInName;
  reference: string;
}

/** Base images that are missing on the engine. */
export interface Missing {
  images: readonly Needed[];
  /** Why no registry gives them; undefined where none was asked. */
  why: string | undefined;
}

/**
 * In production a registry that is slow is not taken for one out of reach, as a stand-in would take the
 * image's place for good: it has half a minute, and then the image is left to the pull.
 */
export interface Production {
  onSlow(reference: string): void;
}

/** A registry that cannot be reached must not hold anybody up who tries something out. */
const REGISTRY_MS = 4_000;

/** The base images of a stack with these settings. Pure. */
export function neededImages(settings: StackSettings): Needed[] {
  const { databases, images, replicas, rollout, isBuilt, isOnSwarm, backup, volumes } = settings;
  const reference = (name: StandInName) => asText(images[name]) ?? CATALOG[name].reference;
  const needed: Needed[] = [];
  if (isBuilt || (backup !== "none" && volumes.length > 0)) {
    needed.push({ name: "python", reference: pythonImage(settings) });
  }
  for (const { engine, image } of databases) {
    if (!isStandInName(engine)) continue;
    const needs = { name: engine, reference: image ?? reference(engine) };
    if (!needed.some((it) => it.reference === needs.reference)) needed.push(needs);
  }
  // On a Swarm its own load balancing stands before several containers.
  if (rollout === "rolling" || (replicas > 1 && !isOnSwarm)) {
    needed.push({ name: "caddy", reference: reference("caddy") });
  }
  return needed;
}

/** The image that apps are built from, and that backups of their volumes run in. */
export const pythonImage = ({ images }: Pick<StackSettings, "images">): string =>
  asText(images.python) ?? CATALOG.python.reference;

/** The base images that the files of a project name, for one that has no settings to tell. Pure. */
export function mentionedImages(texts: readonly string[]): Needed[] {
  const mentioned = (name: StandInName) => {
    const reference = CATALOG[name].reference.replaceAll(".", "\\.");
    const pattern = new RegExp(
      `(?<![\\w./-])${reference}(?![\\w.-])|imagesSection\\([^)]*"${name}"`,
    );
    return texts.some((text) => pattern.test(text));
  };
  return NAMES.filter(mentioned).map((name) => ({ name, reference: CATALOG[name].reference }));
}

/**
 * Which of the needed images have to be stood in for.
 *
 * Left to itself, a stand-in only takes the place of the very release that it was made after; who
 * wants it for any other says `always`. A reference with a digest names one exact image.
 *
 * @param production undefined where something is tried out.
 * @throws ApiError where the engine does not answer.
 */
export async function missingImages(
  needed: readonly Needed[],
  standIns: StandIns,
  api: DockerApi,
  production?: Production,
): Promise<Missing | undefined> {
  if (standIns === "never") return undefined;
  const replaceable = needed.filter(({ name, reference }) =>
    standIns === "always" ? !reference.includes("@") : isReferenceOf(name, reference),
  );
  const here = await Promise.all(replaceable.map(({ reference }) => isHere(api, reference)));
  const absent = replaceable.filter((_, index) => !here[index]);
  if (absent.length === 0) return undefined;
  if (standIns === "always") return { images: absent, why: undefined };
  const reasons = await Promise.all(
    absent.map(({ reference }) => whyNotPulled(api, reference, production)),
  );
  const images = absent.filter((_, index) => reasons[index] !== undefined);
  const why = [...new Set(reasons.filter((reason) => reason !== undefined))].join("; ");
  return images.length > 0 ? { images, why } : undefined;
}

function isReferenceOf(name: StandInName, reference: string): boolean {
  return reference.replace(/^(docker\.io\/)?(library\/)?/, "") === CATALOG[name].reference;
}

async function isHere(api: DockerApi, reference: string): Promise<boolean> {
  const { status } = await api.get(`/images/${reference}/json`, ANSWER_MS);
  return status === 200;
}

/**
 * What a registry says that was reached: who may ask it with a login, or later, gets the image. A
 * stand-in would take its place for good.
 */
const ANSWERED = /toomanyrequests|unauthorized|manifest unknown/i;

/** The engine itself asks the registry, so that its mirrors and proxies count. One attempt. */
async function whyNotPulled(
  api: DockerApi,
  reference: string,
  production: Production | undefined,
): Promise<string | undefined> {
  const limitMs = production ? ANSWER_MS : REGISTRY_MS;
  try {
    const { status, body } = await api.get(`/distribution/${reference}/json`, limitMs);
    return status === 200 || ANSWERED.test(body) ? undefined : reasonIn(body);
  } catch (error) {
    if (production && error instanceof NoAnswer) {
      production.onSlow(reference);
      return undefined;
    }
    return `the registry gave ${(error as Error).message}`;
  }
}

/** The registry's address, and the end of a chain of causes: what a person understands. */
function reasonIn(body: string): string {
  let message = body;
  try {
    message = String((JSON.parse(body) as { message?: unknown }).message ?? body);
  } catch {
    // Some proxies answer with a page of their own.
  }
  const host = /https?:\/\/([^/"\s]+)/.exec(message)?.[1];
  const cause = message.split(": ").at(-1)?.trim() || "no reason given";
  return host ? `${host}: ${cause}` : cause;
}
