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
