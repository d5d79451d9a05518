import { expect, test, type Page } from "@playwright/test"
import { Secret, TOTP } from "otpauth"
import { ageSecondFactors } from "./fixtures/database"
import { confirmSwitch, declareUntilPreview, headline, signIn } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { typesOf } from "./fixtures/practice"

const STAFF = ["bare"]
const RUTH = "ruth.okafor@practice.example"
const PERIOD_MS = 30_000

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("an old sign-in declares only after a newer one, in the same page, and ends only with a code", async ({ page }) => {
  const { practice, command } = lantern
  await signIn(page, lantern.signInLink)
  await declareUntilPreview(page, STAFF)
  await expect(headline(page, "1 of 1 will be switched")).toBeVisible()
  await ageSecondFactors(lantern)
  await confirmSwitch(page, 1)
  const ask = page.getByRole("dialog", { name: "Sign in once more" })
  await expect(ask).toBeVisible()
  await ask.getByRole("button", { name: "I have signed in: go on" }).click()
  await expect(ask.getByRole("alert")).toContainText("still more than 10 minutes old")
  expect(await typesOf(practice, "bare")).toEqual([])
  expect(await command.json(["outage", "list", "--institution", "PRA"])).toMatchObject({ outages: [] })

  await signInInAnotherTab(page)
  await ask.getByRole("button", { name: "I have signed in: go on" }).click()
  await expect(headline(page, "1 of 1 is Internal")).toBeVisible({ timeout: 40_000 })
  const outage = page.url()

  const totp = await setUpAuthenticator(page)
  await ageSecondFactors(lantern)
  await page.goto(outage)
  await page.getByRole("button", { name: "End outage…" }).click()
  await page.getByRole("button", { name: "End and return 1" }).click()
  const code = page.getByRole("dialog", { name: "Your code once more" })
  await expect(code.getByLabel("Code from your authenticator app")).toBeFocused()
  expect(await look(page, "asked for the code", "[role=dialog]:has(#step-up)")).toEqual([])
  const next = totp.generate({ timestamp: Date.now() + PERIOD_MS })
  await page.keyboard.type(String((Number(next) + 1) % 1_000_000).padStart(6, "0"))
  await page.keyboard.press("Enter")
  await expect(code.getByRole("alert")).toContainText("isn't right")
  await code.getByRole("button", { name: "Not now" }).click()
  await expect(page.getByRole("dialog", { name: /End the outage/ }).getByRole("alert")).toContainText("Nothing was changed")
  await expect(headline(page, "1 of 1 is Internal")).toBeVisible()

  await page.getByRole("button", { name: "End and return 1" }).click()
  await code.getByLabel("Code from your authenticator app").fill(totp.generate({ timestamp: Date.now() + PERIOD_MS }))
  await code.getByRole("button", { name: "Go on" }).click()
  await expect(headline(page, "0 of 1 still Internal")).toBeVisible({ timeout: 40_000 })
  await expect(page.getByRole("dialog")).toHaveCount(0)
})

/** What the person does while the question stands in the first tab. */
async function signInInAnotherTab(page: Page): Promise<void> {
  const { url } = await lantern.command.json<{ url: string }>(["person", "link", RUTH])
  const tab = await page.context().newPage()
  await tab.goto(url)
  await tab.getByRole("button", { name: "Sign in", exact: true }).click()
  await expect(tab).toHaveURL(`${lantern.url}/`)
  await tab.close()
}

/** A password and an app, as the set-up page leads to them. @returns the app */
async function setUpAuthenticator(page: Page): Promise<TOTP> {
  await page.goto(`${lantern.url}/sign-in/set-up`)
  await page.getByLabel("Password", { exact: true }).fill("gravel teapot umbrella nine")
  await page.getByLabel("The same password again").fill("gravel teapot umbrella nine")
  await page.getByRole("button", { name: "Save the password" }).click()
  await page.getByRole("button", { name: "Show the code to scan" }).click()
  const secret = (await page.locator("span.value").innerText()).replace(/\s/g, "")
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  await page.getByLabel("Code from your authenticator app").fill(totp.generate())
  await page.getByRole("button", { name: "Confirm the code" }).click()
  await expect(headline(page, "Your sign-in is ready")).toBeVisible()
  return totp
}
