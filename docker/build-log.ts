import type Docker from "dockerode";
import { decodeTrace } from "./build-trace";
import { StepLines } from "./step-lines";

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

/** The builder from before BuildKit says nothing of steps. */
const NO_STEP = "";

/** The lines of a build that a person is to see: steps as they start, and what they print. */
export class BuildLines {
  private readonly printed = new StepLines();

  /** The lines that a message completes. */
  take(message: BuildMessage): string[] {
    if (message.id !== "moby.buildkit.trace") {
      return this.printed.take(NO_STEP, message.stream ?? "");
    }
    const { steps, output } = decodeTrace(Buffer.from(String(message.aux), "base64"));
    const started = steps.filter(({ name, started, completed }) => {
      return started && !completed && !name.includes("[internal]") && !name.startsWith("copy /");
    });
    const ended = steps.filter(({ completed }) => completed);
    return [
      ...started.map(({ name }) => name),
      ...output.flatMap(({ step, piece }) => this.printed.take(step, piece)),
      ...ended.flatMap(({ digest }) => this.printed.end(digest)),
    ];
  }

  /** What was begun and never completed. */
  end(): string[] {
    return this.printed.end();
  }
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
  const lines = new BuildLines();
  const show = (line: string) => {
    last.push(line);
    if (last.length > LAST_LINES) last.shift();
    onLine(line);
  };
  let failure: string | undefined;
  return new Promise((resolve, reject) => {
    const onFinished = (error: Error | null) => {
      for (const line of lines.end()) show(line);
      const why = failure ?? error?.message;
      if (why === undefined) resolve();
      else reject(new BuildError(why, last));
    };
    docker.modem.followProgress(stream, onFinished, (message: BuildMessage) => {
      failure = message.error ?? failure;
      for (const line of lines.take(message)) show(line);
    });
  });
}
