import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { chromium } from "@playwright/test"

const execute = promisify(execFile)

/**
 * A Chromium that runs: the one named, the machine's, Playwright's own; failing that, one is fetched.
 * @returns its path, or undefined when none could be had
 */
export async function findBrowser(): Promise<string | undefined> {
  const installed = [
    process.env.LANTERN_CHROMIUM, process.env.CHROME_PATH,
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", chromium.executablePath(),
  ]
  for (const path of installed) if (path && (await runs(path))) return path
  await execute("playwright", ["install", "chromium"], { timeout: 240_000 }).catch(() => {})
  if (await runs(chromium.executablePath())) return chromium.executablePath()
  if (process.getuid?.() === 0) {
    await execute("apt-get", ["update"], { timeout: 120_000 }).catch(() => {})
    await execute("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { timeout: 300_000 }).catch(() => {})
    if (await runs("/usr/bin/chromium")) return "/usr/bin/chromium"
  }
  return undefined
}

async function runs(path: string): Promise<boolean> {
  // An Ubuntu's chromium-browser can be a script that only asks to install something: it has no version.
  const { stdout } = await execute(path, ["--version"], { timeout: 30_000 }).catch(() => ({ stdout: "" }))
  return /\d+\.\d+/.test(stdout)
}
