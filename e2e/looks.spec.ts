import AxeBuilder from "@axe-core/playwright"
import { expect, test, type Page } from "@playwright/test"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, signIn } from "./fixtures/desk"
import { eventually } from "./fixtures/environment"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "ogrady", "zokafor", "nobody_at_all"]
const COUNT = 3
const WIDTHS = [390, 1440]
const SCHEMES = ["light", "dark"] as const

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

const findings: string[] = []

/** Gathers every violation of axe's rules, and what scrolls sideways, in either light and at either width. */
async function look(page: Page, what: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      // Colours that are still on their way are nobody's to read.
      await eventually("the page is at rest", () => page.evaluate(() => document.getAnimations().every(({ playState, effect }) =>
        playState !== "running" || effect?.getComputedTiming().endTime === Infinity)))
      // React Aria's announcer names a button's spinner, and keeps the name for 7 s after the spinner has gone.
      const { violations } = await new AxeBuilder({ page }).exclude("[data-live-announcer]").analyze()
      const where = `${what}, ${colorScheme}, ${width} px`
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) findings.push(`${where}: ${id} ${html.slice(0, 200)} ${failureSummary}`)
      }
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (sideways > 0) findings.push(`${where}: ${sideways} px to scroll sideways`)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

test("every page and step can be read by everyone, in light and in dark, on a phone and on a desk", async ({ page }) => {
  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(`${lantern.url}/sign-in`)
  await expect(page.getByLabel("E-mail")).toBeVisible()
  await look(page, "sign-in")

  await signIn(page, lantern.signInLink)
  await look(page, "home")

  await page.getByRole("link", { name: "Declare an outage" }).click()
  await expect(headline(page, "What is going on?")).toBeVisible()
  await look(page, "declare: details")
  await page.goto(lantern.url)
  await declareUntilPreview(page, STAFF, () => look(page, "declare: choose"))
  await expect(headline(page, `${COUNT} of ${STAFF.length} will be switched`)).toBeVisible()
  await look(page, "declare: preview")
  await page.getByRole("button", { name: `Switch ${COUNT} to Internal` }).click()
  await look(page, "declare: confirm")
  await page.getByRole("dialog").getByRole("button", { name: "Back" }).click()

  await confirmSwitch(page, COUNT)
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })
  await look(page, "outage")
  const outagePage = page.url()
  await makeSlips(page, COUNT)
  await look(page, "slips")

  await page.goto(outagePage)
  await page.getByRole("button", { name: "End outage…" }).click()
  await look(page, "end")
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${COUNT}` }).click()
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 30_000 })
  await look(page, "closed outage")

  await page.goto(`${lantern.url}/pickup`)
  await look(page, "pick-up")
  expect(findings).toEqual([])
})
