import { type RequestOptions, request } from "node:http";
import { NoAnswer } from "../docker/no-answer";

export interface Answer {
  status: number;
  body: string;
}

/** Why nothing answered. */
export interface ApiError extends Error {
  code?: string;
}

/** Questions to a Docker engine. */
export interface DockerApi {
  /** @throws ApiError where no answer comes within the limit. */
  get(path: string, limitMs: number): Promise<Answer>;
}

/**
 * The engine at this address. Sockets and plain TCP are asked without dockerode, which takes longer
 * to load than everything else that the wrapper does.
 */
export function dockerApi(address: string, env: NodeJS.ProcessEnv): DockerApi {
  const options = plainOptions(address, env);
  return {
    get: (path, limitMs) =>
      options ? ask({ ...options, path }, limitMs) : dial(address, path, limitMs),
  };
}

function plainOptions(address: string, env: NodeJS.ProcessEnv): RequestOptions | undefined {
  const url = new URL(address);
  if (url.protocol === "unix:") return { socketPath: decodeURIComponent(url.pathname) };
  if (url.protocol === "npipe:") return { socketPath: address.slice("npipe://".length) };
  if (url.protocol !== "tcp:" || env.DOCKER_TLS_VERIFY) return undefined;
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port || 2375 };
}

function ask(options: RequestOptions, limitMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: "docker" };
    const signal = AbortSignal.timeout(limitMs);
    const sent = request({ ...options, headers, signal, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      response.once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.once("error", (error: ApiError) => reject(signal.aborted ? new NoAnswer(limitMs) : error));
    sent.end();
  });
}

/** Over ssh or TLS. */
async function dial(address: string, path: string, limitMs: number): Promise<Answer> {
  const { connectToAsk } = await import("../docker/connect");
  const { modem } = connectToAsk(address, limitMs);
  return new Promise((resolve, reject) => {
    const options = { path, method: "GET", statusCodes: { 200: true } };
    modem.dial(options, (error: (ApiError & { statusCode?: number }) | null, data: unknown) => {
      if (!error) resolve({ status: 200, body: textOf(data) });
      else if (error.statusCode) resolve({ status: error.statusCode, body: error.message });
      else reject(error);
    });
  });
}

/** What is JSON arrives parsed. */
function textOf(data: unknown): string {
  return typeof data === "string" || Buffer.isBuffer(data) ? String(data) : JSON.stringify(data);
}
