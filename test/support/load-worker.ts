/**
 * Asks a URL until it is told to stop: a process of its own, so that nothing of a test delays it.
 *
 * Argument: a JSON of LoadOptions. Prints a JSON of LoadReport when its standard input ends.
 */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { LoadOptions, LoadReport } from "./load";

/** Between two requests of a connection, at the most: at rest is when a connection can be lost. */
const PAUSE_MS = 1000;
const SHARE_OF_POSTS = 0.2;

/** With the process's number, which comes again one day, it makes names that nobody else has. */
const STARTED = Date.now();

const options: LoadOptions = JSON.parse(process.argv[2] ?? "");
const report: LoadReport = { requests: 0, failures: [], posted: [], slowestMs: 0 };
let isOver = false;
process.stdin.resume().once("end", () => {
  isOver = true;
});

interface Ask {
  method: "GET" | "POST";
  path: string;
  body?: string;
}

/** The status of the answer, once all of it is there. */
function ask({ method, path, body }: Ask, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const sent = request(new URL(path, options.url), { method, agent, headers, timeout: 30_000 });
    sent.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode));
      answer.once("error", reject);
    });
    sent.once("timeout", () => sent.destroy(new Error("no answer after 30 s")));
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Sends one request and writes down what became of it. */
async function count(what: Ask, expected: number, agent: Agent): Promise<boolean> {
  report.requests++;
  const { method, path } = what;
  const began = Date.now();
  const start = performance.now();
  const reason = await ask(what, agent).then(
    (status) => (status === expected ? undefined : `status ${status}`),
    (error: Error) => error.message || String(error),
  );
  report.slowestMs = Math.max(report.slowestMs, Math.round(performance.now() - start));
  if (reason === undefined) return true;
  report.failures.push({ began, ended: Date.now(), method, path, reason });
  return false;
}

async function post(agent: Agent): Promise<void> {
  const name = `load-${STARTED}-${process.pid}-${report.requests}`;
  const body = JSON.stringify({ name, description: "" });
  if (await count({ method: "POST", path: "/widgets", body }, 201, agent)) report.posted.push(name);
}

async function connection(keepAlive: boolean): Promise<void> {
  const agent = new Agent({ keepAlive, maxSockets: 1 });
  while (!isOver) {
    if (Math.random() < SHARE_OF_POSTS) await post(agent);
    else await count({ method: "GET", path: "/" }, 200, agent);
    await sleep(Math.random() * PAUSE_MS);
  }
  agent.destroy();
}

async function slowConnection(path: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!isOver) {
    // One that fails at once is no reason to ask without a pause.
    if (!(await count({ method: "GET", path }, 200, agent))) await sleep(PAUSE_MS / 10);
  }
  agent.destroy();
}

const connections = options.connections.flatMap(({ count, keepAlive }) =>
  Array.from({ length: count }, () => connection(keepAlive)),
);
const slow = Array.from({ length: options.slow?.count ?? 0 }, () =>
  slowConnection(options.slow?.path ?? "/"),
);
Promise.all([...connections, ...slow]).then(() => {
  process.stdout.write(JSON.stringify(report));
});
