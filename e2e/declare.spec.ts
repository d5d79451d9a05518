import { expect, test, type Page } from "@playwright/test"
import { headline, signIn } from "./fixtures/desk"
import { analyze } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const SECONDS_TO_READ = 90

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

const pasted = (page: Page) => page.getByLabel("Paste Primary IDs")

test("a declaration goes on after a reload and on a second device, until it is thrown away", async ({ page, browser }) => {
  await signIn(page, lantern.signInLink)
  await page.getByRole("link", { name: "Declare an outage" }).click()
  await expect(page.getByText("SSO answers with an error (HTTP 503).").first()).toBeVisible()
  await page.getByLabel("Reason").fill("Campus sign-on is down")
  await page.getByLabel("Expected length in hours").fill("1")
  await expect(page.getByText("Offline Circulation")).toBeVisible()
  await page.getByRole("button", { name: "Continue" }).click()
  const kept = page.waitForResponse((response) => response.request().method() === "POST" && (response.request().postData() ?? "").includes("bhasegawa"))
  await pasted(page).fill("aabernethy\nbhasegawa")
  await kept
  await page.reload()
  await expect(pasted(page)).toHaveValue("aabernethy\nbhasegawa")

  const device = await (await browser.newContext()).newPage()
  const { url } = await lantern.command.json<{ url: string }>(["person", "link", "ruth.okafor@practice.example"])
  await signIn(device, url)
  await device.getByRole("link", { name: "Declare an outage" }).click()
  await expect(pasted(device)).toHaveValue("aabernethy\nbhasegawa")
  await device.getByRole("button", { name: "Start over" }).click()
  await device.getByRole("dialog").getByRole("button", { name: "Throw it away" }).click()
  await expect(device.getByLabel("Reason")).toHaveValue("")
  await page.reload()
  await expect(page.getByLabel("Reason")).toHaveValue("")

  await page.goto(`${lantern.url}/outages/new?drill`)
  await page.getByLabel("Reason").fill("Autumn drill")
  const chosen = page.waitForResponse((response) => (response.request().postData() ?? "").includes('"step":"choose"'))
  await page.getByRole("button", { name: "Continue" }).click()
  await chosen
  await page.goto(`${lantern.url}/outages/new`)
  await expect(headline(page, "What is going on?"), "a drill is never gone on with as an outage").toBeVisible()
  await page.getByRole("button", { name: "Start over" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Throw it away" }).click()
  await expect(page.getByLabel("Reason")).toHaveValue("")
})

test("a list of hundreds is read before one's eyes, can be stopped, filtered and kept as a roster", async ({ page }) => {
  const { url } = await lantern.command.json<{ url: string }>(["person", "link", "ruth.okafor@practice.example"])
  await signIn(page, url)
  await page.getByRole("link", { name: "Declare an outage" }).click()
  await page.getByLabel("Reason").fill("Campus sign-on is down")
  await page.getByRole("button", { name: "Continue" }).click()
  const nobody = Array.from({ length: 198 }, (_, at) => `nobody${at}`)
  await pasted(page).fill(["aabernethy", ...nobody, "bhasegawa"].join("\n"))
  await page.getByRole("button", { name: "Read the accounts" }).click()
  await expect(headline(page, /^(25|50|75) of 200 read$/)).toBeVisible()
  await page.getByRole("button", { name: "Stop reading" }).click()
  await page.getByRole("button", { name: /^Read the other \d+$/ }).click()
  await expect(headline(page, "2 of 200 will be switched")).toBeVisible({ timeout: SECONDS_TO_READ * 1000 })

  const table = page.getByRole("table", { name: "Accounts and their verdicts" })
  await expect(table).toHaveAttribute("aria-rowcount", "201")
  expect(await table.getByRole("row").count()).toBeLessThan(100)
  expect(await analyze(page)).toEqual([])
  await page.getByLabel("Name or Primary ID").fill("hasegawa")
  await expect(table).toHaveAttribute("aria-rowcount", "2")
  await expect(table.getByRole("row", { name: /bhasegawa/ })).toContainText("Will be switched")

  await page.getByRole("button", { name: "Save this list as a roster" }).click()
  await page.getByLabel("Name of the roster").fill("Circulation desk")
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click()
  await expect(page.getByText("Saved as the roster “Circulation desk”: 2 people.")).toBeVisible()
  await page.getByRole("button", { name: "Back", exact: true }).click()
  await pasted(page).fill("")
  await page.getByText("Circulation desk", { exact: true }).click()
  expect(await analyze(page)).toEqual([])
  await page.getByRole("button", { name: "Read the accounts" }).click()
  await expect(headline(page, "2 of 2 will be switched")).toBeVisible()
})
