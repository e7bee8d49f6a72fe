import type { Readable } from "node:stream";
import { writtenLines } from "../../../../docker/written-lines";

/** A log that a run writes without end is no help in the output of an `up`. */
const MOST_LINES = 1000;

/** How long the end of a log may take to come once its container has ended. */
const LAST_MS = 2000;

/** Shows what a run writes, as it comes, behind its name. */
export class ShownLog {
  /** Whether every line was shown; false where the log cannot be read. */
  private isWhole = false;
  private log: Readable | undefined;
  private readonly done: Promise<void>;

  /**
   * @param open begins to follow the log.
   * @param rest the command that shows what is left out here.
   */
  constructor(
    open: () => Promise<NodeJS.ReadableStream>,
    private readonly name: string,
    private readonly rest: string,
  ) {
    // A log that cannot be followed, as with the driver none, hides no end.
    this.done = this.follow(open).catch(() => undefined);
  }

  private async follow(open: () => Promise<NodeJS.ReadableStream>): Promise<void> {
    this.log = (await open()) as Readable;
    let lines = 0;
    for await (const { text } of writtenLines(this.log, false)) {
      if (++lines > MOST_LINES) {
        console.log(`${this.name} | ... goes on: ${this.rest}`);
        return;
      }
      console.log(`${this.name} | ${text}`);
    }
    this.isWhole = true;
  }

  /** Waits for what was written last. @returns whether every line was shown. */
  async end(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_MS);
    });
    await Promise.race([this.done, late]);
    clearTimeout(timer);
    this.log?.destroy();
    return this.isWhole;
  }
}
