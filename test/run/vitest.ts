import { dirname, join } from "node:path";

const VITEST = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
const REPORTER = join(__dirname, "progress-reporter.ts");

/** What `node` is given to run the unit tests. */
export const unitTests = (): string[] => [VITEST, "run", "--project", "unit"];

/** What `node` is given to run end-to-end tests: all, or those that the words for Vitest say. */
export const endToEndTests = (words: readonly string[]): string[] => [
  ...[VITEST, "run", "--project", "e2e", `--reporter=${REPORTER}`],
  ...words,
];
