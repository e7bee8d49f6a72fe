import { setTimeout as sleep } from "node:timers/promises";

/** Longer than any answer takes. Without it, one held request would hold the whole run. */
const TIMEOUT_MS = 10_000;

/** Body of a GET request, as text. */
export async function get(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return response.text();
}

/** Sends JSON and returns the status. */
export async function post(url: string, body?: unknown): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status;
}

/**
 * Asks again until the condition holds.
 *
 * @returns milliseconds it took.
 */
export async function eventually(
  condition: () => Promise<boolean>,
  timeoutMs = 30_000,
): Promise<number> {
  const start = Date.now();
  for (;;) {
    if (await condition().catch(() => false)) return Date.now() - start;
    if (Date.now() - start > timeoutMs) throw new Error(`not true after ${timeoutMs} ms`);
    await sleep(50);
  }
}
