import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { addAbortSignal, type Duplex, type Readable } from "node:stream";

import type Docker from "dockerode";

/** What docker-modem asks for, as far as it matters to how a request is sent. */
interface Context {
  path: string;
  hijack?: boolean;
  isStream?: boolean;
  openStdin?: boolean;
  statusCodes: Record<number, unknown>;
}

type Options = Parameters<typeof requestHttp>[0] & { signal?: AbortSignal };
type Callback = (error: unknown, answer: unknown) => void;

/** The inside of a client that sends requests. */
interface Modem {
  protocol: string;
  dial(options: Context, callback: Callback): void;
  buildRequest(options: Options, context: Context, data: unknown, callback: Callback): void;
  buildPayload(
    error: unknown,
    isStream: boolean | undefined,
    statusCodes: Context["statusCodes"],
    openStdin: boolean | undefined,
    request: ClientRequest,
    response: IncomingMessage,
    body: unknown,
    callback: Callback,
  ): void;
}

/**
 * The same client, of which no answer can end the process or be waited for in vain. Left to itself
 * docker-modem follows redirects to other hosts, where nobody hears of errors, and takes an answer that
 * breaks off for one that is still to come. A request with an empty name, which an engine takes for
 * another one, is not sent.
 */
export function careful(docker: Docker): Docker {
  const modem = docker.modem as unknown as Modem;
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    const [path = ""] = options.path.split("?");
    if (/\/(\/|$)/.test(path)) callback(new EmptyName(path), null);
    else dial(options, callback);
  };
  modem.buildRequest = (options, context, data, callback) =>
    send(modem, options, context, data, callback);
  return docker;
}

/** A name or an id of what an engine is asked for is empty. */
export class EmptyName extends Error {
  constructor(path: string) {
    super(`a name or id must not be empty (${path})`);
  }
}

function send(
  modem: Modem,
  options: Options,
  context: Context,
  data: unknown,
  callback: Callback,
): void {
  const { hijack, isStream, openStdin, statusCodes } = context;
  let isSettled = false;
  const settle = (how: () => void) => {
    if (isSettled) return;
    isSettled = true;
    how();
  };
  const fail = (error: unknown) => settle(() => callback(error, null));
  let request: ClientRequest;
  try {
    request = (modem.protocol === "https" ? requestHttps : requestHttp)(options);
  } catch (error) {
    fail(error);
    return;
  }
  request.on("error", fail);
  if (hijack) {
    request.on("upgrade", (_response: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Whoever reads it hears of its end; an error that nobody waits for must not end the process.
      socket.on("error", () => {});
      if (head.length > 0) socket.unshift(head);
      settle(() => callback(null, socket));
    });
  }
  request.on("response", (response: IncomingMessage) => {
    const finish = (body: unknown) =>
      settle(() =>
        modem.buildPayload(
          null,
          isStream,
          statusCodes,
          isStream && openStdin,
          request,
          response,
          body,
          callback,
        ),
      );
    response.on("error", fail);
    if (isStream) {
      finish(null);
      return;
    }
    if (options.signal) addAbortSignal(options.signal, response);
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => finish(parsed(Buffer.concat(chunks))));
  });
  write(request, data, openStdin === true);
}

function write(request: ClientRequest, data: unknown, staysOpen: boolean): void {
  const isWhole = data === undefined || typeof data === "string" || Buffer.isBuffer(data);
  if (isWhole) {
    if (data) request.write(data);
    if (!staysOpen) request.end();
    return;
  }
  const stream = data as Readable;
  stream.on("error", (error) => request.destroy(error));
  stream.pipe(request);
}

/** What an engine answers with is JSON, or a text or bytes of something else. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) || body;
  } catch {
    return body;
  }
}
