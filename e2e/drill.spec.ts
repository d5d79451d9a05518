import { expect, test } from "@playwright/test"
import { confirmSwitch, headline, makeSlips, openPickup, signIn, usePickupCode } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { THERE_AND_BACK, typesOf } from "./fixtures/practice"

const ADMIN = "ada.reyes@practice.example"

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("a route is proved on one account in the page, there and back, and its owner is asked for their PIN", async ({ page }) => {
  const { command, practice } = lantern
  await command.json(["person", "add", "--email", ADMIN, "--name", "Ada Reyes", "--role", "admin", "--institution", "PRA"])
  const { url } = await command.json<{ url: string }>(["person", "link", ADMIN])
  await signIn(page, url)
  await page.goto(`${lantern.url}/readiness/proof`)
  await expect(headline(page, "Not proved yet")).toBeVisible()
  await page.getByLabel("Primary ID of the canary").fill("exl_support")
  await page.getByRole("button", { name: "Begin the proof" }).click()
  await expect(page.getByText("Write down who agreed and when")).toBeVisible()
  await page.getByLabel("Who agreed, and when").fill("Bare agreed by phone this morning")
  await page.getByText("They know that their PIN may be gone afterwards").click()
  await page.getByRole("button", { name: "Begin the proof" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "A system account" })).toBeVisible()
  expect(await look(page, "a canary that is refused")).toEqual([])
  await page.getByLabel("Primary ID of the canary").fill("bare")
  await page.getByRole("button", { name: "Begin the proof" }).click()
  const steps = page.getByRole("list", { name: "Steps of the proof" })
  await expect(steps).toContainText("The whole record read and sealed")
  await expect(headline(page, /^Proved /)).toBeVisible({ timeout: 60_000 })
  await expect(steps.getByText("Done")).toHaveCount(6)
  await page.getByRole("button", { name: "It still works" }).click()
  await expect(page.getByText("an outage leaves PINs alone here")).toBeVisible()
  expect(await typesOf(practice, "bare")).toEqual(THERE_AND_BACK)
})

test("a drill ticks itself off, is marked as one everywhere, and gives way to an outage that takes its people over", async ({ page, browser }) => {
  await signIn(page, lantern.signInLink)
  await page.goto(`${lantern.url}/readiness/drill`)
  await expect(headline(page, "No drill yet")).toBeVisible()
  await page.getByRole("link", { name: "Drill with the canary" }).click()
  await page.getByLabel("Reason").fill("Autumn drill")
  await page.getByRole("button", { name: "Continue" }).click()
  await expect(page.getByLabel("Paste Primary IDs")).toHaveValue("bare")
  await page.getByLabel("Paste Primary IDs").fill("bare\nmixedseg")
  await page.getByRole("button", { name: "Read the accounts" }).click()
  await confirmSwitch(page, 2)
  await expect(headline(page, "2 of 2 are Internal")).toBeVisible({ timeout: 60_000 })
  await expect(page.locator(".lamp-line--drill")).toBeVisible()
  const drill = page.url()
  const codes = await makeSlips(page, 2)
  const slip = await page.getByRole("listitem").filter({ hasText: "Pick-up code" }).first().innerText()
  expect(slip).toContain("Drill")
  const pickup = await openPickup(browser, lantern.url)
  const [[name, code]] = [...codes] as [[string, string]]
  const bare = String((await lantern.practice.user("bare"))?.last_name ?? "")
  await usePickupCode(pickup, name.includes(bare) ? "bare" : "mixedseg", code)
  await expect(pickup.getByText("This is for practice")).toBeVisible()
  await page.goto(`${drill}/notice?kind=start`)
  await expect(page.getByText("Drill: for those who take part")).toBeVisible()

  await page.goto(`${lantern.url}/readiness/drill`)
  await expect(headline(page, /^[67] of 9 steps done$/)).toBeVisible()
  const steps = page.getByRole("list", { name: "Steps of the drill" })
  await expect(steps).toContainText("1 person collected a password.")
  expect(await look(page, "a drill under way")).toEqual([])

  await page.goto(lantern.url)
  await page.getByRole("link", { name: "Declare an outage" }).first().click()
  await expect(page.getByText("A drill is going on.")).toBeVisible()
  await page.getByLabel("Reason").fill("Campus sign-on is down")
  await page.getByRole("button", { name: "Continue" }).click()
  await page.getByLabel("Paste Primary IDs").fill("bare")
  await page.getByRole("button", { name: "Read the accounts" }).click()
  await expect(page.getByText("by a drill that is going on")).toBeVisible()
  await confirmSwitch(page, 1)
  await expect(headline(page, "1 of 1 is Internal")).toBeVisible({ timeout: 60_000 })
  await expect(page.locator(".lamp-line--drill")).toHaveCount(0)
  await page.goto(`${lantern.url}/readiness/drill`)
  await expect(page.getByText("An outage was declared meanwhile and ended the drill")).toBeVisible({ timeout: 20_000 })
  expect(await look(page, "a drill that was cut short")).toEqual([])
})
