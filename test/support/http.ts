import { setTimeout as sleep } from "node:timers/promises";

/**
 * Longer than any answer takes on a busy machine. Docker's proxy may hold a request that comes before
 * the server listens; without a limit that one request would hold the whole run.
 */
const TIMEOUT_MS = 20_000;

/** `fetch` with a limit. */
export function request(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** Body of a GET request, as text. */
export async function get(url: string): Promise<string> {
  return (await request(url)).text();
}

/** Sends JSON and returns the status. */
export async function post(url: string, body?: unknown): Promise<number> {
  const response = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status;
}

/**
 * Asks again until the condition holds. The limit is for what would never come, as nothing is said of
 * how fast a machine is.
 *
 * @returns milliseconds it took.
 */
export async function eventually(
  condition: () => Promise<boolean>,
  timeoutMs = 120_000,
): Promise<number> {
  const start = Date.now();
  for (;;) {
    if (await condition().catch(() => false)) return Date.now() - start;
    if (Date.now() - start > timeoutMs) throw new Error(`not true after ${timeoutMs} ms`);
    await sleep(50);
  }
}
