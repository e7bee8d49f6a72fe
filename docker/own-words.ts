import type Docker from "dockerode";

/** What dockerode throws for an answer that is no success. */
interface ApiError extends Error {
  json?: { message?: unknown } | null;
}

/** The same client, whose errors have the engine's words without `(HTTP code 500) server error - `. */
export function inOwnWords(docker: Docker): Docker {
  const { modem } = docker;
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) =>
    dial(options, callback && ((error, data) => callback(error && plain(error), data)));
  return docker;
}

function plain(error: ApiError): ApiError {
  const own = error.json?.message;
  const text = typeof own === "string" && own !== "" ? own : error.message;
  error.message = text.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
  return error;
}
