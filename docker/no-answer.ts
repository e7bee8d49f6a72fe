/** How long an engine has for a question that it answers by itself, in milliseconds. */
export const ANSWER_MS = 30_000;

/** Something takes connections at the engine's address, or may do so, and says nothing. */
export class NoAnswer extends Error {
  readonly code = "NO_ANSWER";

  constructor(limitMs: number) {
    super(`no answer within ${limitMs / 1000} s`);
  }
}
