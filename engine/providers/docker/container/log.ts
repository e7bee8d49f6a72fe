import { createInterface } from "node:readline";
import { PassThrough, Readable } from "node:stream";
import type Docker from "dockerode";

/** A line that a container wrote, and when. */
export interface LogLine {
  time: Date;
  text: string;
}

/** Reads what a container wrote since a time; with `follow` until it ends. */
export async function readLog(
  docker: Docker,
  id: string,
  options: { since: Date; follow: boolean },
  onLine: (line: LogLine) => void,
): Promise<void> {
  const container = docker.getContainer(id);
  const since = options.since.getTime() / 1000;
  const query = { stdout: true, stderr: true, timestamps: true, since } as const;
  const source = options.follow
    ? await container.logs({ ...query, follow: true })
    : Readable.from([await container.logs({ ...query, follow: false })]);
  const text = new PassThrough();
  // A terminal's stream has no frames; the client sees that and passes it through.
  docker.modem.demuxStream(source, text, text);
  source.once("end", () => text.end());
  source.once("error", (error) => text.destroy(error));
  for await (const line of createInterface({ input: text })) onLine(parseLine(line));
}

/** Docker puts the time, in nanoseconds, and a space before each line. */
export function parseLine(line: string): LogLine {
  const space = line.indexOf(" ");
  return { time: new Date(line.slice(0, space)), text: line.slice(space + 1).trimEnd() };
}
