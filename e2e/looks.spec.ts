import AxeBuilder from "@axe-core/playwright"
import { expect, test, type Page } from "@playwright/test"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, signIn } from "./fixtures/desk"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "ogrady", "zokafor", "nobody_at_all"]
const COUNT = 3
const WIDTHS = [390, 1440]
const SCHEMES = ["light", "dark"] as const

let lantern: StartedLantern
test.beforeAll(async () => {
  test.setTimeout(180_000)
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

/** No violation of axe's rules, and nothing to scroll sideways, in either light and at either width. */
async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      // Colours that are still on their way are nobody's to read.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished)))
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`).join("\n  ")}`)
      expect.soft(found, `${what}, ${colorScheme}, ${width}`).toEqual([])
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect.soft(sideways, `${what} scrolls sideways, ${colorScheme}, ${width}`).toBe(0)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

test("every page and step can be read by everyone, in light and in dark, on a phone and on a desk", async ({ page, browser }) => {
  test.setTimeout(180_000)
  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(`${lantern.url}/sign-in`)
  await expect(page.getByLabel("E-mail")).toBeVisible()
  await expectAccessible(page, "sign-in")

  await signIn(page, lantern.signInLink)
  await expectAccessible(page, "home")

  await page.getByRole("link", { name: "Declare an outage" }).click()
  await expect(headline(page, "What is going on?")).toBeVisible()
  await expectAccessible(page, "declare: details")
  await page.goto(lantern.url)
  await declareUntilPreview(page, STAFF, () => expectAccessible(page, "declare: choose"))
  await expect(headline(page, `${COUNT} of ${STAFF.length} will be switched`)).toBeVisible()
  await expectAccessible(page, "declare: preview")
  await page.getByRole("button", { name: `Switch ${COUNT} to Internal` }).click()
  await expectAccessible(page, "declare: confirm")
  await page.getByRole("dialog").getByRole("button", { name: "Back" }).click()

  await confirmSwitch(page, COUNT)
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })
  await expectAccessible(page, "outage")
  const outagePage = page.url()
  await makeSlips(page, COUNT)
  await expectAccessible(page, "slips")

  await page.goto(outagePage)
  await page.getByRole("button", { name: "End outage…" }).click()
  await expectAccessible(page, "end")
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${COUNT}` }).click()
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page, "closed outage")

  const desk = await browser.newPage()
  await desk.goto(`${lantern.url}/pickup`)
  await expectAccessible(desk, "pick-up")
  await desk.close()
})
