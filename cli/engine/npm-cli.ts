import type { Machine } from "../machine";
import type { Notes } from "./notes";

/** Downloads the CLI of its own version at its first run; pinned, so that it is always the same one. */
const PACKAGE = "pulumi@3.265.0";

/** The package takes its installer from here. */
const SOURCE = "https://get.pulumi.com/install.sh";

const REACH_MS = 3_000;
const DOWNLOAD_MS = 180_000;
const FAILURE_HOLDS_MS = 60 * 60 * 1000;
const FAILED = "download of the CLI";

/** Whether an address answers: undefined where it does, else why not. */
export type Reach = (url: string, limitMs: number) => Promise<string | undefined>;

/**
 * Has the npm package `pulumi` download the CLI. A failure is remembered for an hour, so that it
 * does not cost every command a few seconds.
 *
 * @returns why it could not be had; undefined where it is there now.
 */
export async function getFromNpm(
  machine: Machine,
  notes: Notes,
  reach: Reach = reachWithFetch,
  now: number = Date.now(),
): Promise<string | undefined> {
  const [when, ...why] = (notes.get(FAILED) ?? "").split(" ");
  if (why.length > 0 && now - Number(when) < FAILURE_HOLDS_MS) return why.join(" ");
  const failure = (await reach(SOURCE, REACH_MS)) ?? (await download(machine));
  if (failure !== undefined) notes.set(FAILED, `${now} ${failure}`);
  return failure;
}

async function download(machine: Machine): Promise<string | undefined> {
  machine.say(`downloading the pulumi CLI with the npm package ${PACKAGE}; this takes a while`);
  const args = ["exec", "--yes", `--package=${PACKAGE}`, "--", "pulumi", "version"];
  const { code, output } = await machine.capture("npm", args, { limitMs: DOWNLOAD_MS });
  if (code === 0) return undefined;
  const last = output.trim().split("\n").at(-1);
  return `the npm package ${PACKAGE} could not download it${last ? ` (${last})` : ""}`;
}

async function reachWithFetch(url: string, limitMs: number): Promise<string | undefined> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(limitMs) });
    return response.ok ? undefined : `${host} answers ${response.status}`;
  } catch (error) {
    const { name, cause, message } = error as Error & { cause?: { code?: string } };
    if (name === "TimeoutError") return `${host} does not answer within ${limitMs / 1000} s`;
    return `${host} cannot be reached (${cause?.code ?? message})`;
  }
}
