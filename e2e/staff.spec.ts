import { readFile } from "node:fs/promises"
import { expect, test } from "@playwright/test"
import { headline, signIn } from "./fixtures/desk"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const STAFF = ["aabernethy", "mixedseg", "ogrady", "hlindqvist", "nobody_at_all"]

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("a roster is made, read, looked through and kept, and Named Users are counted", async ({ page }) => {
  await signIn(page, lantern.signInLink)
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Staff" }).click()
  await expect(headline(page, "No rosters yet")).toBeVisible()
  await page.getByRole("link", { name: "New roster" }).click()
  await page.getByLabel("Name of the roster").fill("Circulation desk")
  await page.getByLabel("Paste Primary IDs").fill(STAFF.join("\n"))
  await page.getByRole("button", { name: "Save the roster" }).click()
  await expect(headline(page, "2 of 5 can be switched")).toBeVisible()
  await expect(page.getByText("Circulation desk", { exact: true }).first()).toBeVisible()

  // Exceptions first, a search, a total, the keyboard.
  const rows = page.getByRole("table", { name: "People on this roster" }).getByRole("row")
  await expect(rows.nth(1)).toContainText("nobody_at_all")
  await page.getByRole("searchbox").fill("hedda")
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(1)).toContainText("Expired 2025-06-30")
  await page.getByRole("searchbox").clear()
  await page.getByRole("radio", { name: /^1 Not found/ }).click()
  await expect(rows).toHaveCount(2)
  await page.getByRole("checkbox", { name: "Choose nobody_at_all" }).press("Space")
  await page.getByRole("button", { name: "Take off the roster…" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Take off 1" }).click()
  await expect(headline(page, "2 of 4 can be switched")).toBeVisible()

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as CSV" }).click()])
  expect(download.suggestedFilename()).toBe("roster Circulation desk.csv")
  expect(await readFile(await download.path(), "utf8")).toContain("aabernethy,Amara Abernethy,Circulation desk,Can be switched")
  expect((await lantern.practice.history()).filter((entry) => entry.what !== "request")).toEqual([])

  await page.getByRole("link", { name: "Print" }).click()
  await expect(page.getByRole("row")).toHaveCount(5)
  await page.getByRole("link", { name: "Staff", exact: true }).click()
  await expect(headline(page, "1 roster, 4 people")).toBeVisible()
  await page.getByRole("link", { name: "Count them" }).click()
  await page.getByRole("button", { name: "Count them" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Count", exact: true }).click()
  await expect(headline(page, /^\d+ Named Users$/)).toBeVisible({ timeout: 15_000 })
  await page.getByRole("searchbox").fill("law library")
  const named = page.getByRole("table", { name: "Named Users" })
  await expect(named.getByRole("rowheader", { name: /Everywhere/ })).toBeVisible()
  await expect(named.getByRole("rowheader", { name: /Teacherly/ })).toHaveCount(0)
  await expect(page.getByText("Switching people to Internal doesn't change this count")).toBeVisible()
})
