import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** What `main.ts` says by the environment, since Stryker starts its test runners itself. */
// oxlint-disable-next-line node/no-process-env
const { LANTERN_MUTATION_TESTS: tests = "[]", LANTERN_MUTATION_POSTGRES: postgres } = process.env

// Vitest asks for a default export.
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: JSON.parse(tests) as string[],
    exclude: ["**/node_modules/**"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // One load of the modules for all files of a run: the tests keep nothing in them.
    isolate: false,
    ...(postgres && { globalSetup: postgres === "own" ? "lib/db/test-database-setup.ts" : "e2e/mutation/provide-postgres.ts" }),
  },
})
