import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// Vitest asks for a default export.
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: { include: ["**/*.test.ts"], exclude: ["**/node_modules/**", "**/.next/**", "e2e/**"] },
})
