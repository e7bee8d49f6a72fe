import { type BuildTrace, decodeTrace } from "../../../../docker/build-trace";
import { StepLines } from "../../../../docker/step-lines";

const SHOWN_LINES = 20;

/** Follows a build: shows each step as it starts and what it prints, and remembers why it failed. */
export class BuildProgress {
  imageId = "";
  private readonly names = new Map<string, string>();
  private readonly lines = new Map<string, string[]>();
  private readonly printed = new StepLines();
  private failed: { digest: string; error: string } | undefined;

  constructor(private readonly show: (line: string) => void) {}

  /** Takes the `aux` of a message of the build's stream. */
  take(aux: unknown, id: string | undefined): void {
    if (id === "moby.buildkit.trace" && typeof aux === "string") {
      this.trace(decodeTrace(Buffer.from(aux, "base64")));
    } else if (typeof aux === "object" && aux && "ID" in aux) {
      this.imageId = String(aux.ID);
    }
  }

  /** The failed step with its own last lines, or undefined when the builder named none. */
  explain(): string | undefined {
    if (!this.failed) return undefined;
    const { digest, error } = this.failed;
    this.print(digest, this.printed.end(digest));
    const lines = (this.lines.get(digest) ?? []).slice(-SHOWN_LINES);
    return [`step ${this.names.get(digest) ?? digest} failed`, ...lines, error].join("\n");
  }

  private trace({ steps, output }: BuildTrace): void {
    for (const { digest, name, started, completed, error } of steps) {
      this.names.set(digest, name);
      if (started && !completed && !name.startsWith("[internal]")) this.show(name);
      if (error && !/context canceled/.test(error)) this.failed ??= { digest, error };
    }
    for (const { step, piece } of output) this.print(step, this.printed.take(step, piece));
    for (const { digest, completed } of steps) {
      if (completed) this.print(digest, this.printed.end(digest));
    }
  }

  private print(step: string, lines: string[]): void {
    this.lines.set(step, [...(this.lines.get(step) ?? []), ...lines].slice(-SHOWN_LINES));
    for (const line of lines) this.show(line);
  }
}
