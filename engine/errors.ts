/** Exit codes of the official CLI that say more than that something failed. */
export const EXIT = {
  failed: 1,
  notInteractive: 2,
  noStack: 6,
  unexpectedChanges: 7,
  declined: 8,
} as const;

/** An error whose message is all that the user needs: it is shown in one line, without a stack. */
export class UserError extends Error {
  override name = "UserError";
  readonly exitCode: number;
  constructor(message: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? EXIT.failed;
  }
}

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
