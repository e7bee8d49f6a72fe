import type { Readable } from "node:stream";
import { writtenLines } from "../../../../docker/written-lines";

/** A log that a run writes without end is no help in the output of an `up`. */
const MOST_LINES = 1000;

/** How long the end of a log may take to come once its container has ended. */
const LAST_MS = 2000;

/**
 * Shows what a run writes, as it comes, behind its name. A function, as Pulumi writes down no fields of
 * classes.
 *
 * @param open begins to follow the log.
 * @param rest the command that shows what is left out here.
 * @returns what waits for the lines that were written last, and says whether every line was shown: not so
 * where the log cannot be read, as with the driver none.
 */
export function showLog(
  open: () => Promise<NodeJS.ReadableStream>,
  name: string,
  rest: string,
): () => Promise<boolean> {
  let log: Readable | undefined;
  const follow = async (): Promise<boolean> => {
    log = (await open()) as Readable;
    let lines = 0;
    for await (const { text } of writtenLines(log, false)) {
      if (++lines > MOST_LINES) {
        console.log(`${name} | ... goes on: ${rest}`);
        return false;
      }
      console.log(`${name} | ${text}`);
    }
    return true;
  };
  const done = follow().catch(() => false);
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), LAST_MS);
    });
    const isWhole = await Promise.race([done, late]);
    clearTimeout(timer);
    log?.destroy();
    return isWhole;
  };
}
