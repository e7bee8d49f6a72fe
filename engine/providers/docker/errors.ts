import { UserError } from "../../errors";
import { UnknownOutcome } from "../provider";

/** What dockerode throws for an answer that is not a success, and Node for a broken connection. */
interface DockerError {
  name?: string;
  statusCode?: number;
  code?: string;
  address?: string;
  json?: { message?: string } | null;
  reason?: string;
  message?: string;
}

/** There was no connection: nobody has heard of the request. */
const UNSENT = ["ECONNREFUSED", "ENOENT", "ENOTFOUND", "EHOSTUNREACH"];
const UNREACHABLE = [...UNSENT, "ECONNRESET", "EPIPE", "ETIMEDOUT"];
/** The ssh client that carried the connection ended: the request may have arrived before. */
const OF_SSH = "SSH";

export function isConflict(error: unknown): boolean {
  return (error as DockerError)?.statusCode === 409;
}

/** The request was given up or cut off: the engine may have done what it asked for. */
function isUnanswered(error: unknown): boolean {
  const { name = "", code = "" } = error as DockerError;
  return ["AbortError", "TimeoutError"].includes(name) || [...UNREACHABLE, OF_SSH].includes(code);
}

/** Docker's own words for what went wrong, without dockerode's wrapping. */
export function dockerMessage(error: unknown): string {
  const { name, code, address, json, message, reason, statusCode } = error as DockerError;
  if (name === "TimeoutError") return "it took longer than its timeout allows";
  if (name === "AbortError") return "it was stopped";
  if (code && UNREACHABLE.includes(code)) {
    return `the Docker engine${address ? ` at ${address}` : ""} does not answer (${code}); start it, or name another with the setting docker:host or DOCKER_HOST`;
  }
  const text = json?.message ?? message ?? reason ?? String(error);
  const words = text.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
  return words || `the Docker engine answers with status ${statusCode} and says nothing more`;
}

/** An error that says what could not be done to which thing, why, and what helps. */
export function failure(what: string, error: unknown, hint?: string): UserError {
  const why = error instanceof UserError ? error.message : dockerMessage(error);
  const message = `${what}: ${why}${hint ? `\n${hint}` : ""}`;
  const isUnknown = error instanceof UnknownOutcome || isUnanswered(error);
  if (!isUnknown) return new UserError(message, { cause: error });
  const { code = "" } = error as DockerError;
  const isUnsent = error instanceof UnknownOutcome ? error.isUnsent : UNSENT.includes(code);
  return new UnknownOutcome(message, { cause: error, isUnsent });
}
