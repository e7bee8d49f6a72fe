import type { VersionName } from "./versions";

/** End-to-end tests on one Docker. */
export interface Part {
  version: VersionName;
  /** What is given to Vitest: paths, and options such as `-t`; nothing: all of them. */
  words: readonly string[];
  /**
   * `BERTH_FAULTS` for it.
   *
   * @default what takes long is not among it
   */
  faults?: string;
}

/**
 * What every run of all tests shows on the Docker that is furthest from this machine's, as files and
 * parts of the names of tests: both modes, rolling under load with a failure, backups of databases and
 * their way back, releases, and a push to a registry.
 */
export const SHOWN = {
  rolling: [
    "three times in a row",
    "is not well",
    "the good one after",
    "no request",
    "what is left",
  ],
  prod: ["the prod stack under"],
  dev: ["the dev stack under"],
  releases: ["releases under"],
  "backup-sql": ["the stack has one from the start", "while four clients write"],
  registry: ["a registry that wants a login"],
} as const satisfies Record<string, readonly string[]>;

const SHOWN_WORDS: readonly string[] = [
  ...Object.keys(SHOWN).map((name) => `test/e2e/${name}.test.ts`),
  ...["-t", Object.values(SHOWN).flat().join("|")],
];

export const EACH_TIME: readonly Part[] = [{ version: "28-containerd", words: SHOWN_WORDS }];

/** All of them on what lies between, and the same ones on the other image store. */
export const IN_LONG_RUN: readonly Part[] = [
  { version: "26", words: [] },
  { version: "28", words: SHOWN_WORDS },
];
