// npm run pictures: walks a practice outage and keeps its main pages in docs/pictures, phone and desk, light and dark.
import { mkdir, writeFile } from "node:fs/promises"
import path from "node:path"
import { chromium, type Browser, type Page } from "@playwright/test"
import sharp from "sharp"
import { confirmSwitch, headline, makeSlips, signIn, usePickupCode } from "@/e2e/fixtures/desk"
import { declareByHand, startWithManual } from "@/e2e/fixtures/manual-place"
import type { StartedLantern } from "@/e2e/fixtures/npm-start"
import { showOutage, showWhatIs } from "@/e2e/fixtures/outage-views"
import { bringFonts, coverCodes, coverPassword } from "@/e2e/fixtures/stand-still"
import { PRACTICE_STAFF } from "@/lib/domain/practice-staff"
import { findBrowser } from "@/scripts/find-browser"
import { root } from "@/scripts/root"

const SIZES = [{ width: 390, height: 844 }, { width: 1440, height: 900 }]
const SCHEMES = ["light", "dark"] as const
const MOST_BYTES = 150_000
const COUNT = 23
const QUIET_SECONDS = 45
const REASON = "Campus sign-on is down"
const folder = path.join(root, "docs", "pictures")

/** One page, at both sizes and in both lights. @throws when a picture is larger than the docs should carry */
async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    for (const size of SIZES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      await page.setViewportSize(size)
      await page.mouse.move(0, 0)
      await page.waitForTimeout(250)
      const png = await sharp(await page.screenshot()).png({ palette: true, quality: 90, effort: 8, compressionLevel: 9 }).toBuffer()
      const file = `${name}-${size.width}-${colorScheme}.png`
      if (png.length > MOST_BYTES) throw new Error(`${file} is ${png.length} bytes.`)
      await writeFile(path.join(folder, file), png)
      console.log(`${file}  ${Math.round(png.length / 1000)} kB`)
    }
  }
  await page.setViewportSize(SIZES[1]!)
}

async function declare(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Declare an outage" }).click()
  await page.getByLabel("Reason").fill(REASON)
  const since = page.getByLabel("Down since")
  await since.fill(earlier(await since.inputValue(), 134))
  await page.getByLabel("Expected length in hours").fill("6")
  await page.getByRole("button", { name: "Continue" }).click()
  await page.getByLabel("Paste Primary IDs").fill(PRACTICE_STAFF.join("\n"))
  await page.getByRole("button", { name: "Read the accounts" }).click()
  await headline(page, `${COUNT} of ${PRACTICE_STAFF.length} will be switched`).waitFor()
}

/** A wall-clock value of a form, so many minutes before. */
function earlier(value: string, minutes: number): string {
  return new Date(Date.parse(`${value}:00Z`) - minutes * 60_000).toISOString().slice(0, 16)
}

/** Some have collected when the outage page is pictured; the last of them is the one whose answer is. */
async function pickUp(browser: Browser, url: string, ids: string[], codes: string[]): Promise<void> {
  // Set in the desk's own font: what a phone or a PC would bring is nearer to it than what a server has.
  const page = await browser.newPage({ viewport: SIZES[1], deviceScaleFactor: 1, bypassCSP: true })
  page.on("dialog", (dialog) => void dialog.accept())
  for (const [at, id] of ids.entries()) {
    await page.goto(`${url}/pickup`)
    await bringFonts(page)
    if (at === 0) await picture(page, "pickup")
    await usePickupCode(page, id, codes[at]!)
    await page.getByLabel("Temporary password", { exact: true }).waitFor()
  }
  await coverPassword(page)
  await picture(page, "pickup-answer")
  await page.close()
}

async function walk(browser: Browser, lantern: StartedLantern): Promise<void> {
  const page = await browser.newPage({ viewport: SIZES[1], deviceScaleFactor: 1 })
  page.on("dialog", (dialog) => void dialog.accept())
  await signIn(page, lantern.signInLink)
  await picture(page, "home")
  await declare(page)
  await picture(page, "declare-preview")
  await confirmSwitch(page, COUNT)
  await headline(page, `${COUNT} of ${COUNT} are Internal`).waitFor({ timeout: 60_000 })
  const outagePage = page.url()

  for (const name of ["switching", "ending"] as const) {
    const { freeze } = await showOutage(page, outagePage, name)
    await freeze()
    await picture(page, `${name}-needs-a-person`)
  }
  showWhatIs(page)
  await page.goto(`${outagePage}/notice?kind=start`)
  await picture(page, "notice")
  await page.goto(outagePage)
  const codes = await makeSlips(page, COUNT)
  await coverCodes(page)
  await picture(page, "slips")
  const someone = await Promise.all(PRACTICE_STAFF.slice(0, 9).map(async (id) => {
    const user = await lantern.practice.user(id)
    return [id, codes.get(`${String(user?.first_name)} ${String(user?.last_name)}`)] as const
  }))
  await pickUp(browser, lantern.url, someone.map(([id]) => id), someone.map(([, code]) => code!))
  await page.goto(outagePage)
  await headline(page, `${COUNT} of ${COUNT} are Internal`).waitFor()
  await picture(page, "outage")

  await page.getByRole("button", { name: "End outage…" }).click()
  await picture(page, "dialog-end")
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${COUNT}` }).click()
  await headline(page, new RegExp(`^0 of ${COUNT} still`)).waitFor({ timeout: 60_000 })
  await page.getByText(/^watching until/).first().waitFor()
  await picture(page, "ending")
  await page.getByText("Closed", { exact: true }).first().waitFor({ timeout: 120_000 })
  await picture(page, "closed")
}

async function walkByHand(browser: Browser, { lantern, alma }: Awaited<ReturnType<typeof startWithManual>>): Promise<void> {
  const { signInLink, outage } = await declareByHand(lantern, alma, ["aabernethy", "mixedseg", "bare"])
  const page = await browser.newPage({ viewport: SIZES[1], deviceScaleFactor: 1 })
  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(signInLink)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.getByText("need a person").first().waitFor()
  await picture(page, "home-needs-a-person")
  await page.goto(`${outage}/by-hand`)
  await page.getByRole("button", { name: "Done, check it" }).waitFor()
  await coverCodes(page)
  await picture(page, "by-hand")
  await page.close()
}

const executablePath = await findBrowser()
await mkdir(folder, { recursive: true })
const place = await startWithManual({ LANTERN_QUIET_PERIOD_SECONDS: String(QUIET_SECONDS) })
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
try {
  await walk(browser, place.lantern)
  await walkByHand(browser, place)
} finally {
  await browser.close()
  await place.lantern.stop()
  await place.close()
}
