import type Docker from "dockerode";
import { loadSync } from "protobufjs";

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
  const { vertexes, logs } = decodeStatus(String(message.aux));
  const steps = vertexes.filter(({ name, started, completed }) => {
    return started && !completed && !name.includes("[internal]") && !name.startsWith("copy /");
  });
  return [
    ...steps.map(({ name }) => name),
    ...logs.flatMap(({ msg }) => splitLines(Buffer.from(msg).toString("utf8"))),
  ];
}

/** The part of `moby.buildkit.v1.StatusResponse` that is read here. */
interface BuildKitStatus {
  vertexes: { name: string; started?: object; completed?: object }[];
  logs: { msg: Uint8Array }[];
}

/** dockerode brings the message's definition along, but decodes a step's output wrongly. */
function decodeStatus(aux: string): BuildKitStatus {
  const definition = require.resolve("dockerode/lib/proto/buildkit_status.proto");
  const type = loadSync(definition).lookupType("moby.buildkit.v1.StatusResponse");
  return type.decode(Buffer.from(aux, "base64")) as unknown as BuildKitStatus;
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
