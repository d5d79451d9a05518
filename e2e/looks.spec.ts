import { expect, test, type Page } from "@playwright/test"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, signIn } from "./fixtures/desk"
import { look as lookAt } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "ogrady", "zokafor", "nobody_at_all"]
const COUNT = 3

let lantern: StartedLantern
test.beforeAll(async () => {
  // Long enough to look at an outage that was ended and isn't proved yet.
  lantern = await npmStart({ LANTERN_QUIET_PERIOD_SECONDS: "12" })
})
test.afterAll(() => lantern?.remove())

const findings: string[] = []
const look = async (page: Page, what: string, part?: string) => void findings.push(...await lookAt(page, what, part))

test.setTimeout(300_000)
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
  await look(page, "declare: confirm", "[role=dialog]")
  await page.getByRole("dialog").getByRole("button", { name: "Back" }).click()

  await confirmSwitch(page, COUNT)
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })
  await look(page, "outage")
  const outagePage = page.url()
  await lookAtDialogs(page)
  for (const kind of ["start", "end"]) {
    await page.goto(`${outagePage}/notice?kind=${kind}`)
    await expect(page.getByRole("region", { name: "The notice" })).toBeVisible()
    await look(page, `notice: ${kind}`, "main")
  }
  await page.goto(`${outagePage}/notice?kind=other`)
  await expect(headline(page, "There is nothing here")).toBeVisible()
  await look(page, "not found", "main")
  await page.goto(outagePage)
  await makeSlips(page, COUNT)
  await look(page, "slips")

  await page.goto(outagePage)
  await page.getByRole("button", { name: "End outage…" }).click()
  await look(page, "end", "[role=dialog]")
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${COUNT}` }).click()
  await expect(page.getByText(/^watching until/).first()).toBeVisible({ timeout: 30_000 })
  await look(page, "ending outage", "main")
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 40_000 })
  await look(page, "closed outage")
  await page.goto(`${lantern.url}/outages`)
  await look(page, "outages", "main")

  await page.goto(`${lantern.url}/pickup`)
  await look(page, "pick-up")
  expect(findings).toEqual([])
})

/** What opens over the outage page: one account, its code, and more people. */
async function lookAtDialogs(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog")
  const openers = {
    "an account": page.getByRole("row", { name: "Amara Abernethy" }).getByText("Amara Abernethy"),
    "a code": page.getByRole("button", { name: "Show code for Amara Abernethy" }),
    "more people": page.getByRole("button", { name: "Add people" }),
  }
  for (const [what, opener] of Object.entries(openers)) {
    await opener.click()
    await expect(dialog).toBeVisible()
    await look(page, `dialog: ${what}`, "[role=dialog]")
    await page.keyboard.press("Escape")
    await expect(dialog).toHaveCount(0)
  }
}
