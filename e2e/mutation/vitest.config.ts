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
    ...(postgres && { globalSetup: "e2e/mutation/provide-postgres.ts" }),
  },
})
