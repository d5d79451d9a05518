import { expect, test, type Page } from "@playwright/test"
import { PRACTICE_STAFF } from "@/lib/domain/practice-staff"
import { headline, signIn } from "./fixtures/desk"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const COUNT = 23
const MOST_CLICKS = 12
const MOST_SECONDS = 90
/**
 * Seconds of a practised person, by the keystroke-level model (Card, Moran and Newell, 1980): to make up one's mind
 * before each act, to point and press, a key of an average typist, to bring a hand from mouse to keys or back.
 */
const DECIDE = 1.35
const POINT_AND_PRESS = 1.1 + 0.2
const KEY = 0.28
const REACH = 0.4

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("23 people: declared, switched, handed over by slips and ended with at most 12 clicks", async ({ page }) => {
  const human = await countHuman(page)
  await page.addInitScript(() => { window.print = () => { document.title = "printed" } })
  await signIn(page, lantern.signInLink)
  human.startAgain()

  await page.getByRole("link", { name: "Declare an outage" }).click()
  await type(page, "Reason", "SSO is down")
  await type(page, "Expected length in hours", "6")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: `Fill in ${PRACTICE_STAFF.length} practice people` }).click()
  await page.getByRole("button", { name: "Read the accounts" }).click()
  await expect(headline(page, `${COUNT} of ${PRACTICE_STAFF.length} will be switched`)).toBeVisible()
  await page.getByRole("button", { name: `Switch ${COUNT} to Internal` }).click()
  await type(page, `Type ${COUNT} to confirm`, String(COUNT))
  await page.keyboard.press("Enter")
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })

  await page.getByRole("link", { name: `Hand over ${COUNT} codes` }).click()
  await page.getByRole("button", { name: `Make ${COUNT} slips` }).click()
  await page.getByRole("button", { name: `Print ${COUNT} slips` }).click()
  await expect(page).toHaveTitle("printed")
  await page.getByRole("link", { name: "Back to the outage" }).click()
  await page.getByRole("button", { name: "End outage…" }).click()
  await page.getByRole("button", { name: `End and return ${COUNT}` }).click()
  await expect(headline(page, `0 of ${COUNT} still Internal`)).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 30_000 })

  const { clicks, keys } = human
  // Every click is decided on; the hand goes to the keys and back for each of the three times that something is typed.
  const seconds = clicks * (DECIDE + POINT_AND_PRESS) + keys * KEY + 3 * (DECIDE + 2 * REACH)
  console.log(`${COUNT} people: ${clicks} clicks and ${keys} keys, about ${Math.round(seconds)} s of human work`)
  expect(clicks).toBeGreaterThan(5)
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS)
  expect(seconds).toBeLessThanOrEqual(MOST_SECONDS)
})

/** Counts what the browser itself took for a person's clicks and keys, whatever the test meant to do. */
async function countHuman(page: Page) {
  const counts = { clicks: 0, keys: 0, startAgain: () => void Object.assign(counts, { clicks: 0, keys: 0 }) }
  await page.exposeFunction("countHuman", (what: "clicks" | "keys") => void counts[what]++)
  await page.addInitScript(() => {
    const { countHuman: count } = window as unknown as { countHuman: (what: string) => void }
    window.addEventListener("pointerdown", (event) => { if (event.isTrusted) count("clicks") }, true)
    window.addEventListener("keydown", (event) => { if (event.isTrusted) count("keys") }, true)
  })
  return counts
}

/** Clicks into the field where it hasn't the focus already, marks what stands there, and types. */
async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label)
  await expect(field).toBeVisible()
  if (!(await field.evaluate((element) => element === document.activeElement))) await field.click()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.type(text)
}
