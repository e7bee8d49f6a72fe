import { Agent, request } from "node:http";
import { Agent as AgentHttps, request as requestHttps } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import { Counts } from "./counts";
import type { ProbeTarget } from "./target";

/** Between two requests, in milliseconds: enough to meet a port that is closed for a moment. */
const PAUSE_MS = 50;
const ANSWER_MS = 30_000;

const { target, memory } = workerData as { target: ProbeTarget; memory: SharedArrayBuffer };
const counts = new Counts(memory);

/** Asks for the path without end, on a connection that is kept open or on a new one each time. */
async function probe(keepAlive: boolean): Promise<never> {
  const agent = target.domain ? new AgentHttps({ keepAlive }) : new Agent({ keepAlive });
  for (;;) {
    const began = performance.now();
    const failed = await isFailure(agent);
    counts.count(failed, performance.now() - began);
    await sleep(PAUSE_MS);
  }
}

/** Whether nothing, or nothing but an error of the server, comes back. */
function isFailure(agent: Agent): Promise<boolean> {
  const { host, port, path, domain } = target;
  return new Promise((resolve) => {
    const options = { host, port, path, agent, signal: AbortSignal.timeout(ANSWER_MS) };
    const headers = domain === undefined ? {} : { host: domain };
    // The certificate is somebody else's to judge: an authority of one's own is none that is known here.
    const tls = { servername: domain, rejectUnauthorized: false };
    const sent = domain
      ? requestHttps({ ...options, headers, ...tls })
      : request({ ...options, headers });
    sent.once("error", () => resolve(true));
    sent.once("response", (answer) => {
      answer.once("error", () => resolve(true));
      answer.once("end", () => resolve((answer.statusCode ?? 500) >= 500));
      answer.resume();
    });
    sent.end();
  });
}

void probe(true);
void probe(false);
