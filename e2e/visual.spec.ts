import { expect, test, type Page } from "@playwright/test"
import { PRACTICE_STAFF } from "@/lib/domain/practice-staff"
import { declareUntilPreview, headline, makeSlips, signIn, usePickupCode } from "./fixtures/desk"
import { eventually } from "./fixtures/environment"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { showOutage, showWhatIs, type OutageViewName } from "./fixtures/outage-views"
import { bringFonts, coverPassword, standStill } from "./fixtures/stand-still"

/*
 * Pictures of the main states, beside this file. After a change of looks that is meant:
 * npx playwright test visual --update-snapshots, then look at every picture that git shows as changed.
 */
const COUNT = 23
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }
type Way = readonly [scheme: "light" | "dark", size: typeof PHONE]
const ALL: Way[] = [["light", DESK], ["dark", DESK], ["light", PHONE], ["dark", PHONE]]
const CROSSED: Way[] = [["light", DESK], ["dark", PHONE]]
const CROSSED_OTHERWISE: Way[] = [["dark", DESK], ["light", PHONE]]

const STATES: [OutageViewName, Way[]][] = [
  ["switching", ALL], ["internal", [["dark", PHONE]]], ["ending", CROSSED], ["closed", CROSSED_OTHERWISE], ["of 180 people", CROSSED_OTHERWISE],
]

const LOOKS = { bypassCSP: true, timezoneId: "America/Chicago", locale: "en-US" }
/** Google's Core Web Vitals call up to 0.1 good; nothing here has a reason to move at all. */
const MOST_SHIFT = 0.02

test.setTimeout(300_000)

let lantern: StartedLantern
let open: () => Promise<Page>
test.beforeAll(async ({ browser }) => {
  lantern = await npmStart()
  const first = await browser.newContext()
  await signIn(await first.newPage(), lantern.signInLink)
  const storageState = await first.storageState()
  await first.close()
  open = async () => {
    const page = await browser.newPage({ ...LOOKS, storageState, viewport: DESK })
    page.on("dialog", (dialog) => void dialog.accept())
    return page
  }
})
test.afterAll(() => lantern?.remove())

test("the main states look as they did", async () => {
  const page = await open()
  await eventually("the first checks are made", async () => {
    await page.goto(lantern.url)
    return page.getByRole("heading", { name: /^\d+ of \d+ ready$/ }).isVisible()
  }, 60, 1000)
  await compare(page, "home", CROSSED)

  await declareUntilPreview(page, PRACTICE_STAFF)
  await expect(headline(page, `${COUNT} of ${PRACTICE_STAFF.length} will be switched`)).toBeVisible({ timeout: 30_000 })
  await compare(page, "preview", CROSSED)

  const outage = await theOutage()
  for (const [name, ways] of STATES) {
    const { freeze } = await showOutage(page, outage, name)
    await freeze()
    await compare(page, `outage ${name}`, ways)
  }
  // What is forgiven is small enough: 12 px more at the sides of a page would be seen.
  await page.addStyleTag({ content: ".container-page { padding-inline: 3.25rem !important; }" })
  for (const [colorScheme, size] of STATES.at(-1)![1]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.setViewportSize(size)
    await expect(page).not.toHaveScreenshot(fileOf(`outage ${STATES.at(-1)![0]}`, [colorScheme, size]))
  }
  showWhatIs(page)
  await page.goto(`${outage}/notice?kind=start`)
  await expect(page.getByRole("region", { name: "The notice" })).toBeVisible()
  await compare(page, "notice", CROSSED)
  await page.goto(outage)
  const codes = await makeSlips(page, COUNT)
  await compare(page, "slips", [["light", DESK]])

  await page.goto(`${lantern.url}/pickup`)
  await bringFonts(page)
  await compare(page, "pick-up", CROSSED_OTHERWISE)
  await usePickupCode(page, "aabernethy", codes.get("Amara Abernethy")!)
  await expect(page.getByLabel("Temporary password", { exact: true })).toBeVisible()
  await coverPassword(page)
  await compare(page, "pick-up answer", ALL)
  await page.close()
})

test("nothing on a page moves while it comes and goes on", async () => {
  const page = await open()
  await page.addInitScript(() => {
    const shifts = window as unknown as { shifted: number }
    shifts.shifted = 0
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) {
        if (!hadRecentInput) shifts.shifted += value
      }
    }).observe({ type: "layout-shift", buffered: true })
  })
  const { url } = lantern
  const outage = await theOutage()
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size)
    for (const address of [url, `${url}/outages`, outage, `${outage}/slips`, `${outage}/notice?kind=start`, `${url}/pickup`]) {
      await page.goto(address, { waitUntil: "networkidle" })
      // Long enough for two more readings of an outage.
      await page.waitForTimeout(address === outage ? 3_500 : 300)
      const shifted = await page.evaluate(() => (window as unknown as { shifted: number }).shifted)
      expect.soft(shifted, `${address}, ${size.width} px`).toBeLessThan(MOST_SHIFT)
    }
  }
  await page.close()
})

let declared: Promise<string> | undefined
const theOutage = () => (declared ??= switched())

/** @returns where the page is of an outage in which all of them are Internal */
async function switched(): Promise<string> {
  const { command } = lantern
  const declare = ["outage", "declare", "--institution", "PRA", "--reason", "Campus sign-on is down", "--hours", "6", "--staff", "-"]
  const { id } = await command.json<{ id: string }>(declare, { input: PRACTICE_STAFF.join("\n") })
  await command.json(["outage", "switch", id])
  return `${lantern.url}/outages/${id}`
}

function fileOf(name: string, [scheme, size]: Way): string {
  return `${name.replaceAll(" ", "-")}-${size.width}-${scheme}.png`
}

async function compare(page: Page, name: string, ways: Way[]): Promise<void> {
  await page.mouse.move(0, 0)
  await standStill(page)
  for (const [colorScheme, size] of ways) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.setViewportSize(size)
    await expect.soft(page).toHaveScreenshot(fileOf(name, [colorScheme, size]))
  }
  await page.setViewportSize(DESK)
}
