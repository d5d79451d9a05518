import { defineConfig, devices } from "@playwright/test"

const asRoot = process.getuid?.() === 0

// Playwright asks for a default export. The tests start Lantern themselves, each with a data folder of its own.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Many mostly wait, for leases to run out and for others' clocks: more files than cores go side by side.
  workers: 3,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  // Another Chromium draws letters a little otherwise; a broken layout differs by more. A picture that isn't there is a
  // failure: it is made by --update-snapshots and looked at, never on the way.
  expect: { timeout: 10_000, toHaveScreenshot: { threshold: 0.3, maxDiffPixelRatio: 0.01, animations: "disabled", caret: "hide", scale: "css" } },
  snapshotPathTemplate: "{testDir}/{testFileName}-pictures/{arg}{ext}",
  updateSnapshots: "none",
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    trace: "off",
    // What moves on a page is its own test; elsewhere it is work for the machine alone.
    contextOptions: { reducedMotion: "reduce" },
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
