import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

const exclude = ["**/node_modules/**", "**/.next/**", "**/.lantern/**", "e2e/**"]

// Vitest asks for a default export.
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    testTimeout: 20_000,
    // The database tests mostly wait for clocks, so more files than cores go side by side.
    maxWorkers: 5,
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
          exclude,
          globalSetup: "lib/db/test-database-setup.ts",
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
