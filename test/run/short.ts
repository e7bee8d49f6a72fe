/**
 * What `npm test` runs of the end-to-end tests, as files and parts of the names of tests: the product
 * once, in minutes. Everything else is `npm run test:long`.
 */
type Chosen = Readonly<Record<string, readonly string[]>>;

/** Files that are run here, and not again in the long run. */
export const WHOLE_FILES: Chosen = {
  // Both modes, under each engine that is there.
  "test/e2e/dev.test.ts": ["the dev stack under"],
  "test/e2e/prod.test.ts": ["the prod stack under"],
  // Backups, a restore and a state that is gone are in it, too.
  "test/e2e/foreign.test.ts": ["what others have under our names"],
  "test/e2e/wrapper.test.ts": ["the wrapper with --engine"],
  "test/examples/static-site.test.ts": ["the example static-site under"],
  "test/engine/providers/docker/container.docker.test.ts": [
    "a container",
    "what containers use",
    "what a creation left",
  ],
};

/** Files of which this is a part; the long run has the whole. */
export const PARTS: Chosen = {
  // A new version and a bad one, while requests come without end.
  "test/e2e/rolling.test.ts": [
    "a change of the code, three times",
    "is not well",
    "the good one after",
    "no request was lost",
    "what is left is one generation",
  ],
  "test/e2e/failures.test.ts": [
    "all mistakes of a stack file",
    "a build that fails",
    "an app that stops at its start",
    "and after all of it",
  ],
};

/** Words for Vitest. */
export function shortWords(): string[] {
  const chosen = { ...WHOLE_FILES, ...PARTS };
  const names = Object.values(chosen).flat().join("|");
  return [...Object.keys(chosen), "-t", names, "--hideSkippedTests"];
}

/** Words for Vitest. */
export function longWords(): string[] {
  return Object.keys(WHOLE_FILES).flatMap((file) => ["--exclude", file]);
}
