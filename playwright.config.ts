import { defineConfig, devices } from "@playwright/test"

const asRoot = process.getuid?.() === 0

// Playwright asks for a default export. The tests start Lantern themselves, each with a data folder of its own.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // The tests of killed workers mostly wait for leases to run out: a second file goes beside them.
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    trace: "off",
    launchOptions: {
      executablePath: process.env.LANTERN_CHROMIUM || undefined,
      args: [
        // Chromium's sandbox doesn't start for root.
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    },
  },
})
