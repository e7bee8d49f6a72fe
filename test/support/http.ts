import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** Longer than any answer takes on a busy machine. */
const TIMEOUT_MS = 20_000;

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * Sends one request over a connection of its own; redirects are answers.
 *
 * Not `fetch`, which never comes back from a connection that the server closes as soon as it is there,
 * as Docker's proxy does for a container that does not listen yet.
 */
export async function request(url: string, init: Sent = {}): Promise<Response> {
  const { method, headers, body } = init;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const sent = send(url, { method, headers, agent: false, signal });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const content = await buffer(answer);
  const pairs = answer.rawHeaders.flatMap((name, index, all): [string, string][] =>
    index % 2 === 0 ? [[name, all[index + 1] ?? ""]] : [],
  );
  const status = answer.statusCode ?? 0;
  const hasNoBody = status === 204 || status === 304;
  return new Response(hasNoBody ? null : content, { status, headers: pairs });
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
