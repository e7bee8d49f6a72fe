import { UserError } from "../../errors";
import { configuredHost, connectOptionsOf } from "../../providers/docker/address";
import type { LogLine } from "../../providers/docker/container/log";
import { providerConfig } from "../../providers/registry";
import { seconds } from "../../resource/duration";
import { revealMap } from "../../resource/secrecy";
import type { ResourceState } from "../../resource/state";
import { parseProviderRef, parseUrn } from "../../resource/urn";
import type { Invocation } from "../flags";
import { openStack } from "../session";
import type { Print } from "./print";

const CONTAINER = "docker:index/container:Container";

/** A line and the container that wrote it. */
interface Entry extends LogLine {
  id: string;
}

/**
 * `logs`: what the stack's containers wrote, the last hour's unless `--since` says otherwise. The
 * official CLI asks cloud providers for logs; for Docker it has none.
 */
export async function logs(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { resources } = await session.snapshot();
  const now = new Date();
  const since = parseSince(invocation.text("since") ?? "1h", now);
  const containers = matching(resources, invocation.text("resource"));
  const json = invocation.has("json");
  if (!json) {
    print(`Collecting logs for stack ${session.ref.stack} since ${since.toISOString()}.\n`);
  }
  const follow = invocation.has("follow");
  const show = ({ id, time, text }: Entry) =>
    print(json ? JSON.stringify(asJson({ id, time, text }), null, 2) : renderEntry(id, time, text));
  const collected: Entry[] = [];
  const take = follow ? show : (entry: Entry) => void collected.push(entry);
  await Promise.all(
    containers.map((state) => readContainer(state, resources, { since, follow }, take)),
  );
  if (follow) return;
  collected.sort((a, b) => a.time.getTime() - b.time.getTime());
  if (json) print(JSON.stringify(collected.map(asJson), null, 2));
  else for (const entry of collected) show(entry);
}

async function readContainer(
  { urn, id, provider, outputs }: ResourceState,
  resources: readonly ResourceState[],
  options: { since: Date; follow: boolean },
  take: (entry: Entry) => void,
): Promise<void> {
  const ref = parseProviderRef(provider);
  const config = resources.find((state) => state.urn === ref.urn && state.id === ref.id)?.inputs;
  const settings = revealMap(providerConfig(config ?? {}));
  const host = configuredHost(settings);
  if (!host) return;
  // The client is much code that the other commands do not need.
  const [{ connect }, { readLog }] = await Promise.all([
    import("../../../docker/connect"),
    import("../../providers/docker/container/log"),
  ]);
  const name = typeof outputs.name === "string" ? outputs.name : parseUrn(urn).name;
  try {
    const docker = connect(host.address, connectOptionsOf(settings));
    await readLog(docker, id, options, (line) => take({ ...line, id: name }));
  } catch (error) {
    throw new UserError(`failed to get logs of ${name}: ${(error as Error).message}`);
  }
}

/** The containers that a name, `type::name` or a URN means, be it their own or that of what they are in. */
export function matching(
  resources: readonly ResourceState[],
  wanted: string | undefined,
): ResourceState[] {
  const byUrn = new Map(resources.map((state) => [state.urn, state]));
  const isMeant = (urn: string | undefined): boolean => {
    if (!urn || wanted === undefined) return wanted === undefined;
    const named = urn === wanted || urn.endsWith(`::${wanted}`) || urn.endsWith(`$${wanted}`);
    return named || isMeant(byUrn.get(urn)?.parent);
  };
  return resources.filter(
    ({ urn, type, id, delete: old }) => type === CONTAINER && id && !old && isMeant(urn),
  );
}

/** A time, or how long ago: `5s`, `2m`, `3h`. */
export function parseSince(text: string, now: Date): Date {
  const ago = seconds(text);
  const time = ago === undefined ? new Date(text) : new Date(now.getTime() - ago * 1000);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UserError(`--since ${text}: expected a duration like 5s, 2m or 3h, or a time`);
}

function renderEntry(id: string, time: Date, text: string): string {
  return `${time.toISOString().padStart(30)}[${id.slice(0, 30).padStart(30)}] ${text}`;
}

function asJson({ id, time, text }: Entry) {
  return { id, timestamp: time.toISOString(), message: text };
}
