import { UserError } from "../shared/errors";

export { EXIT, UserError } from "../shared/errors";

/** Something that Pulumi has and this engine does not. */
export class UnsupportedError extends UserError {
  override name = "UnsupportedError";
  constructor(feature: string) {
    super(`the embedded engine does not support ${feature}; use the official Pulumi CLI for it`);
  }
}

/** The user was told already; only the exit code is left to set. */
export class ReportedError extends Error {
  override name = "ReportedError";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = (error as { details?: unknown }).details;
  return typeof details === "string" && details ? details : error.message;
}
