import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

const exclude = ["**/node_modules/**", "**/.next/**", "**/.lantern/**", "e2e/**"]

/** What the pages' process keeps for its whole life (settings, database) is made anew for each of these. */
const ownProcess = [
  "lib/actions/*.db.test.ts", "lib/queries/pickup.db.test.ts", "app/api/auth/**/campus.db.test.ts",
]

// Vitest asks for a default export.
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    testTimeout: 20_000,
    // The database tests mostly wait for clocks, so more files than cores go side by side.
    maxWorkers: 8,
    // Our modules hold nothing between tests: to load them anew for each file costs more than the tests do.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.ts"], exclude: [...exclude, "**/*.db.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: [...exclude, ...ownProcess],
          globalSetup: "lib/db/test-database-setup.ts",
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db, own process",
          include: ownProcess,
          isolate: true,
          globalSetup: "lib/db/test-database-setup.ts",
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
