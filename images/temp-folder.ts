import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Lends a folder that is gone afterwards, also when the work fails or is interrupted: on a signal
 * the work is aborted first, and the signal takes its usual effect once the folder is removed.
 */
export async function withTempFolder<Result>(
  prefix: string,
  work: (folder: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const aborter = new AbortController();
  let received: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    received ??= signal;
    aborter.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await work(folder, aborter.signal);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const signal of SIGNALS) process.off(signal, interrupt);
    if (received) process.kill(process.pid, received);
  }
}
