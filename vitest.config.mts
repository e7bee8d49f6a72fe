import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // Examples import the package by its name.
        resolve: {
          alias: [
            { find: /^berth$/, replacement: resolve("components/index.ts") },
            { find: /^berth\/(\w+)$/, replacement: resolve("$1/index.ts") },
          ],
        },
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/examples/**", "**/*.docker.test.ts"],
          // Limits are for what hangs: a busy machine is no failure, here and below.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Vitest's own number is one less than the cores, but its main process has little to do.
          maxWorkers: "100%",
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/{e2e,examples}/**/*.test.ts", "test/**/*.docker.test.ts"],
          globalSetup: "test/support/global-setup.ts",
          testTimeout: 900_000,
          hookTimeout: 900_000,
          expect: { poll: { timeout: 240_000 } },
          // Each file has its own project, ports and names; three at a time take longer on two cores.
          maxWorkers: 2,
          // After the unit tests, not beside them.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
