import { expect, test } from "@playwright/test"
import { headline, signIn } from "./fixtures/desk"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const STAFF = ["aabernethy", "mixedseg", "noteworthy"]
/** The page is read every 1.5 s. */
const SEEN_WITHIN = { timeout: 2_500 }

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("two liaisons see what the other does, and a lost connection catches up", async ({ browser }) => {
  const { command, url } = lantern
  await command.json(["person", "add", "--email", "ben@alder.example.edu", "--name", "Ben Ortega", "--role", "liaison", "--institution", "PRA"])
  const link = await command.json<{ url: string }>(["person", "link", "ben@alder.example.edu"])
  const [ruth, ben] = await Promise.all([lantern.signInLink, link.url].map(async (one) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, one)
    return page
  }))
  if (!ruth || !ben) throw new Error("two pages")

  const declare = ["outage", "declare", "--institution", "PRA", "--reason", "SSO is down", "--hours", "2", "--staff", "-"]
  const { id } = await command.json<{ id: string }>(declare, { input: STAFF.join("\n") })
  await command.json(["outage", "switch", id])
  const outage = `${url}/outages/${id}`
  await Promise.all([ruth.goto(outage), ben.goto(`${outage}?hand=not_collected`)])
  await expect(headline(ben, "3 of 3 are Internal")).toBeVisible()

  await test.step("rows are chosen by keyboard, and what is done with them is new to the other", async () => {
    const rows = ruth.getByRole("grid", { name: "Accounts" }).getByRole("row")
    await rows.nth(1).focus()
    await ruth.keyboard.press("Space")
    await ruth.keyboard.press("ArrowDown")
    await ruth.keyboard.press("Space")
    await ruth.getByRole("button", { name: "Make 2 slips…" }).click()
    await ruth.getByRole("button", { name: "Make 2 slips" }).click()
    await expect(headline(ruth, "2 slips to print")).toBeVisible()
    const line = ben.getByRole("listitem").filter({ hasText: "made 2 pick-up codes" })
    await expect(line).toBeVisible(SEEN_WITHIN)
    await expect(line).toContainText("New")
    await ruth.getByRole("button", { name: "Back to the outage" }).click()
    await ruth.getByRole("dialog", { name: "Leave without printing?" }).getByRole("button", { name: "Leave" }).click()
    await expect(ruth.getByRole("listitem").filter({ hasText: "made 2 pick-up codes" })).not.toContainText("New")
  })

  await test.step("who sees to it is taken over and handed back", async () => {
    await ben.getByRole("button", { name: "Take over" }).click()
    await expect(ben.getByText("You see to this outage.")).toBeVisible(SEEN_WITHIN)
    await expect(ruth.getByText("Ben Ortega sees to this outage.")).toBeVisible(SEEN_WITHIN)
    await ben.getByRole("button", { name: "Hand over to…" }).click()
    await ben.getByRole("button", { name: "Hand over to Ruth Okafor" }).click()
    await expect(ruth.getByText("You see to this outage.")).toBeVisible(SEEN_WITHIN)
  })

  await test.step("a lost connection says so, and catches up with the filter as it was", async () => {
    await ben.route("**/api/outages/**", (route) => route.abort())
    await expect(ben.getByText("Connection lost.")).toBeVisible(SEEN_WITHIN)
    await ruth.getByRole("row", { name: /aabernethy/ }).getByRole("checkbox").press("Space")
    await ruth.getByRole("button", { name: "Return 1…" }).click()
    await ruth.getByRole("dialog").getByRole("button", { name: "Return 1" }).click()
    await expect(headline(ruth, "2 of 3 are Internal")).toBeVisible({ timeout: 15_000 })
    await expect(headline(ben, "3 of 3 are Internal")).toBeVisible()
    await ben.unroute("**/api/outages/**")
    await expect(ben.getByText("Connected again.")).toBeVisible({ timeout: 5_000 })
    await expect(headline(ben, "2 of 3 are Internal")).toBeVisible()
    await expect(ben.getByText("2 of 3 shown")).toBeVisible()
    await ben.reload()
    await expect(ben.getByText("2 of 3 shown")).toBeVisible()
  })
})
