import { readFileSync } from "node:fs";
import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as AgentHttps, request as requestHttps } from "node:https";
import { join } from "node:path";
import type { Duplex, Readable } from "node:stream";
import { ANSWER_MS, NoAnswer } from "./no-answer";
import { dialArguments } from "./ssh";
import { sshStream } from "./ssh-stream";

/** An answer of a Docker engine that is no success; the message is its own. */
export class EngineAnswer extends Error {
  constructor(
    message: string,
    readonly statusCode: number,
  ) {
    super(message);
  }
}

export interface Question {
  /** What is not undefined; a value that is no text goes as JSON. */
  query?: Record<string, unknown>;
  /** Sent as JSON. */
  body?: unknown;
  /** Milliseconds until the whole answer has to be there, or of a stream its beginning; 0: no limit. */
  limitMs?: number;
}

/**
 * A client of the Docker API that is loaded in a few milliseconds: dockerode takes longer than a whole
 * command may. Paths are those of the API, without a version.
 */
export interface LightClient {
  readonly address: string;
  /** @throws EngineAnswer, NoAnswer, or why there is no connection. */
  ask<T>(method: "GET" | "POST" | "DELETE", path: string, question?: Question): Promise<T>;
  /** What an engine sends for as long as it has something to say. */
  stream(path: string, question?: Question): Promise<Readable>;
  /** A connection that a process in a container takes over. */
  hijack(path: string, question?: Question): Promise<Duplex>;
  /** Ends idle connections. */
  close(): void;
}

/** Each one takes two processes there, and is kept for the next question. */
const ASKING_SESSIONS = 3;
/** Sessions that a server grants one connection of ssh, less some for others (sshd's MaxSessions is 10). */
const SHARED_SESSIONS = 6;

export function lightClient(address: string, env: NodeJS.ProcessEnv = process.env): LightClient {
  const url = new URL(address);
  const way = wayTo(url, address, env);
  const send = (
    agent: Agent,
    method: string,
    path: string,
    { query, body }: Question,
    headers = {},
  ) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = (way.tls ? requestHttps : requestHttp)({
      ...way.options,
      agent,
      method,
      path: path + queryOf(query),
      headers: {
        host: "docker",
        ...(text === undefined
          ? method === "POST" && { "content-length": 0 }
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
        ...headers,
      },
    });
    sent.end(text);
    return sent;
  };
  return {
    address,
    ask: async <T>(method: string, path: string, question: Question = {}) => {
      const { limitMs = ANSWER_MS } = question;
      return within(limitMs, send(way.asking, method, path, question), async (sent) => {
        const response = await responseOf(sent);
        const text = await textOf(response);
        refuse(response, text);
        return parsed(text) as T;
      });
    },
    stream: (path, question = {}) =>
      within(question.limitMs ?? ANSWER_MS, send(way.streams, "GET", path, question), begun),
    hijack: (path, question = {}) => {
      const headers = { connection: "Upgrade", upgrade: "tcp" };
      const sent = send(way.streams, "POST", path, question, headers);
      return within(question.limitMs ?? ANSWER_MS, sent, takenOver);
    },
    close: () => {
      way.asking.destroy();
      way.streams.destroy();
    },
  };
}

interface Way {
  tls: boolean;
  /** For answers that end. */
  asking: Agent;
  /** For those that go on: none of them waits for another one's end. */
  streams: Agent;
  options: object;
}

function wayTo(url: URL, address: string, env: NodeJS.ProcessEnv): Way {
  const both = <One>(agent: One) => ({ asking: agent, streams: agent });
  const plain = (options: object) => ({
    tls: false,
    ...both(new Agent({ keepAlive: true })),
    options,
  });
  if (url.protocol === "unix:") return plain({ socketPath: decodeURIComponent(url.pathname) });
  // A URL's path would lose the dot of `//./pipe/docker_engine`.
  if (url.protocol === "npipe:") return plain({ socketPath: address.slice("npipe://".length) });
  if (url.protocol === "ssh:") {
    return {
      ...{ tls: false, options: {} },
      ...{ asking: sshAgent(url, ASKING_SESSIONS), streams: sshAgent(url) },
    };
  }
  // An IPv6 address is in brackets in a URL only.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const folder = env.DOCKER_TLS_VERIFY ? env.DOCKER_CERT_PATH : undefined;
  if (!folder) return plain({ host, port: url.port || 2375 });
  const file = (name: string) => readFileSync(join(folder, name));
  const certificates = { ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem") };
  return {
    tls: true,
    ...both(new AgentHttps({ keepAlive: true })),
    options: { host, port: url.port || 2376, ...certificates },
  };
}

/** Through the ssh client, by a connection that all share as long as the server lets them. */
function sshAgent(url: URL, maxSockets = Number.POSITIVE_INFINITY): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets });
  let sessions = 0;
  return Object.assign(agent, {
    createConnection: () => {
      const own = sessions >= SHARED_SESSIONS ? [] : undefined;
      const stream = sshStream(dialArguments(url, own));
      sessions++;
      stream.once("close", () => {
        sessions--;
      });
      return Object.assign(stream, {
        setKeepAlive: () => stream,
        setNoDelay: () => stream,
        setTimeout: () => stream,
      });
    },
  });
}

function queryOf(query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  const text = (value: unknown) =>
    typeof value === "object" ? JSON.stringify(value) : String(value);
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, text(value)]))}`;
}

async function within<T>(
  limitMs: number,
  sent: ClientRequest,
  read: (sent: ClientRequest) => Promise<T>,
): Promise<T> {
  const late = new NoAnswer(limitMs);
  let isLate = false;
  const timer =
    limitMs > 0
      ? setTimeout(() => {
          isLate = true;
          sent.destroy(late);
        }, limitMs)
      : undefined;
  try {
    return await read(sent);
  } catch (error) {
    throw isLate ? late : error;
  } finally {
    clearTimeout(timer);
  }
}

const responseOf = (sent: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    sent.once("response", resolve);
    sent.on("error", reject);
  });

async function textOf(response: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function begun(sent: ClientRequest): Promise<Readable> {
  const response = await responseOf(sent);
  if (isFailure(response)) refuse(response, await textOf(response));
  return response;
}

function takenOver(sent: ClientRequest): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    sent.on("error", reject);
    sent.once("upgrade", (_response: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    sent.once("response", async (response) => {
      const text = await textOf(response).catch(String);
      const message = messageIn(text) || "the engine did not hand over the connection";
      reject(new EngineAnswer(message, response.statusCode ?? 0));
    });
  });
}

const isFailure = ({ statusCode = 0 }: IncomingMessage) => statusCode >= 400;

function refuse(response: IncomingMessage, text: string): void {
  if (!isFailure(response)) return;
  const status = response.statusCode ?? 0;
  throw new EngineAnswer(messageIn(text) || `it answers with status ${status}`, status);
}

function messageIn(text: string): string {
  const { message } = (parsed(text) ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : text.trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
