import { createInterface } from "node:readline";
import { EngineAnswer } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import { colorsFor } from "./colors";
import type { Run } from "./command";
import { nothingThere, type OpenPlace, ofStack, openFor } from "./engine";
import type { OwnLine } from "./line";
import { timeOf } from "./log-lines";
import { justAfter, type LogLine, linesOf, type Source, sourceOf, sourcesOf } from "./log-sources";
import { partsOf } from "./roles";

/** Lines of each that are shown where nothing else is asked for. */
const TAIL = "100";

/** `logs`: what the parts of a stack wrote, in the order of time. */
export const logs: Run = async (line, surroundings) => {
  const wanted = wantedOf(line);
  const place = openFor(line, surroundings);
  const { client, id, settings } = place;
  const all = await sourcesOf(client, id, settings.isOnSwarm);
  if (all.length === 0) throw nothingThere(place, surroundings.machine.env);
  const sources = partsOf(all, line.operands, id.stack);
  const follow = line.has("follow");
  const show = shower(line, sources, surroundings.machine.env);
  const before = await Promise.all(
    sources.map(async (source) => {
      const lines: LogLine[] = [];
      try {
        for await (const it of linesOf(client, source, wanted)) lines.push(it);
      } catch (error) {
        throw told(source, error);
      }
      return lines;
    }),
  );
  const history = before.flat().sort((one, other) => (one.time < other.time ? -1 : 1));
  if (line.has("json") && !follow) {
    process.stdout.write(`${JSON.stringify(history.map(forPrograms), null, 2)}\n`);
    return;
  }
  for (const it of history) show(it);
  if (!follow) return;
  const last = new Map(before.map((lines, index) => [sources[index]?.id, lines.at(-1)?.time]));
  await followAll(place, line.operands.length === 0 ? undefined : sources, sources, last, show);
};

function wantedOf(line: OwnLine) {
  const since = line.text("since");
  const time = since === undefined ? undefined : timeOf(since, Date.now());
  if (since !== undefined && !time) {
    throw new UserError(
      `logs: --since: given "${since}"; accepted: how long ago, like 30s, 10m, 3h or 2d, or a time like 2026-01-31T10:00`,
    );
  }
  const tail = line.text("tail");
  if (tail !== undefined && !/^(\d+|all)$/.test(tail)) {
    throw new UserError(`logs: --tail: given "${tail}"; accepted: a number of lines, or all`);
  }
  return {
    since: time && String(time.getTime() / 1000),
    tail: tail ?? (time ? "all" : TAIL),
  };
}

function told({ name }: Source, error: unknown): unknown {
  if (!(error instanceof EngineAnswer)) return error;
  return new UserError(`the log of ${name} cannot be read: ${error.message}`);
}

const forPrograms = ({ source, time, stream, text }: LogLine) => ({
  id: source.name,
  role: source.role,
  timestamp: time,
  stream,
  message: text,
});

/** Prints lines, each after the name of what wrote it where there are several. */
function shower(line: OwnLine, sources: readonly Source[], env: NodeJS.ProcessEnv) {
  const colors = colorsFor(line, env);
  const roles = [...new Set(sources.map(({ role }) => role))];
  const numbers = new Map<string, number>();
  const labels = new Map<string, string>();
  const labelOf = ({ name, role }: Source) => {
    const known = labels.get(name);
    if (known !== undefined) return known;
    if (!roles.includes(role)) roles.push(role);
    const number = (numbers.get(role) ?? 0) + 1;
    numbers.set(role, number);
    const isOne = number === 1 && sources.filter((it) => it.role === role).length < 2;
    const label = isOne ? role : `${role}.${number}`;
    labels.set(name, label);
    return label;
  };
  for (const source of sources) labelOf(source);
  const isAlone = sources.length === 1 && !line.has("follow");
  let width = Math.max(...[...labels.values()].map(({ length }) => length));
  return (it: LogLine) => {
    if (line.has("json")) {
      process.stdout.write(`${JSON.stringify(forPrograms(it))}\n`);
      return;
    }
    const label = labelOf(it.source);
    width = Math.max(width, label.length);
    const time = line.has("timestamps") ? `${colors.dim(it.time)} ` : "";
    const color = colors.byNumber(roles.indexOf(it.source.role));
    const prefix = isAlone ? "" : `${color(`${label.padEnd(width)} |`)} `;
    process.stdout.write(`${prefix}${time}${it.text}\n`);
  };
}

/**
 * Follows what runs, and what is started from now on in the place of it, until this process is ended.
 *
 * @param wanted of which roles; undefined: of all.
 */
async function followAll(
  { client, id, settings }: OpenPlace,
  wanted: readonly Source[] | undefined,
  sources: readonly Source[],
  last: Map<string | undefined, string | undefined>,
  show: (line: LogLine) => void,
): Promise<void> {
  const type = settings.isOnSwarm ? "service" : "container";
  const event = settings.isOnSwarm ? "create" : "start";
  const filters = { ...ofStack(id), type: [type], event: [event] };
  const events = await client.stream("/events", { query: { filters } });
  const followed = new Set<string>();
  const follow = async (source: Source) => {
    if (followed.has(source.id)) return;
    followed.add(source.id);
    try {
      const time = last.get(source.id);
      const since = time && justAfter(time);
      for await (const it of linesOf(client, source, { follow: true, since })) {
        last.set(source.id, it.time);
        show(it);
      }
    } catch {
      // It is gone, with its log; what takes its place is heard of.
    } finally {
      followed.delete(source.id);
    }
  };
  const roles = wanted && new Set(wanted.map(({ role }) => role));
  for (const source of sources) void follow(source);
  for await (const text of createInterface({ input: events })) {
    const { Actor: actor } = JSON.parse(text) as { Actor: { ID: string } };
    const started = settings.isOnSwarm
      ? (await sourcesOf(client, id, true)).find((it) => it.id === actor.ID)
      : await sourceOf(client, actor.ID);
    if (started && (roles === undefined || roles.has(started.role))) void follow(started);
  }
  throw new UserError("the Docker engine ended the connection; to go on: ./pulumiw logs --follow");
}
