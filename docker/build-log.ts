import type Docker from "dockerode";
import { decodeTrace } from "./build-trace";

/** One message of the stream that a build answers with. */
export interface BuildMessage {
  id?: string;
  aux?: unknown;
  /** Output of the builder from before BuildKit. */
  stream?: string;
  error?: string;
}

/** Thrown when a build fails; the message is the engine's own. */
export class BuildError extends Error {
  constructor(
    message: string,
    /** The last lines of what the build printed. */
    readonly lastLines: readonly string[],
  ) {
    super(message);
    this.name = "BuildError";
  }
}

const LAST_LINES = 20;

/** The lines that a person is to see of a message: steps as they start, and what they print. */
export function linesOf(message: BuildMessage): string[] {
  if (message.id !== "moby.buildkit.trace") return splitLines(message.stream ?? "");
  const { steps, output } = decodeTrace(Buffer.from(String(message.aux), "base64"));
  const started = steps.filter(({ name, started, completed }) => {
    return started && !completed && !name.includes("[internal]") && !name.startsWith("copy /");
  });
  return [...started.map(({ name }) => name), ...output.flatMap(({ text }) => splitLines(text))];
}

/** A carriage return starts a progress bar over; what it ends in is the line. */
function splitLines(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd().split("\r").at(-1) ?? "");
  return lines.filter((line) => line !== "");
}

/**
 * Follows a build to its end.
 *
 * @throws BuildError with the last lines when it fails.
 */
export function followBuild(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void = () => {},
): Promise<void> {
  const last: string[] = [];
  let failure: string | undefined;
  return new Promise((resolve, reject) => {
    const onFinished = (error: Error | null) => {
      const why = failure ?? error?.message;
      if (why === undefined) resolve();
      else reject(new BuildError(why, last));
    };
    docker.modem.followProgress(stream, onFinished, (message: BuildMessage) => {
      failure = message.error ?? failure;
      for (const line of linesOf(message)) {
        last.push(line);
        if (last.length > LAST_LINES) last.shift();
        onLine(line);
      }
    });
  });
}
