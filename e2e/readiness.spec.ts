import { expect, test, type Browser, type Page } from "@playwright/test"
import { CHECK_IDS, CHECK_TITLES } from "@/lib/domain/checks"
import { headline, signIn } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

/** Whoever holds this link, in a browser of their own. */
async function signedIn(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, link)
  return page
}

async function adminLink(): Promise<string> {
  const email = "ada@alder.example.edu"
  await lantern.command.json(["person", "add", "--email", email, "--name", "Ada", "--role", "admin", "--institution", "PRA"])
  return (await lantern.command.json<{ url: string }>(["person", "link", email])).url
}

const passwordOf = async (page: Page) => (await page.getByText(/^([a-z0-9]{4}){6}$/).first().innerText()).replace(/\s/g, "")

test("readiness is one checklist, and a back-up admin is made, lent to one and put in the safe", async ({ browser }) => {
  const ada = await signedIn(browser, await adminLink())
  await ada.goto(`${lantern.url}/readiness`)
  await ada.getByRole("button", { name: "Check again now" }).click()
  await expect(headline(ada, /^\d+ things to see to before an outage$/)).toBeVisible()
  const list = ada.getByRole("list", { name: "Checks", exact: true })
  const rows = list.getByRole("listitem")
  await expect(rows).toHaveCount(CHECK_IDS.length)
  expect(await list.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual(CHECK_IDS.map((id) => CHECK_TITLES[id]))
  await expect(rows.filter({ hasText: "Mail" }).filter({ hasText: "See to it" })).toContainText("LANTERN_SMTP_URL")
  await expect(rows.filter({ hasText: "API key reads users" }).getByRole("link")).toHaveCount(0)
  const findings = await look(ada, "readiness")

  await ada.goto(`${lantern.url}/readiness/back-up-admin`)
  await ada.getByRole("button", { name: "Make one in Alma" }).click()
  await ada.getByLabel("Primary ID").fill("second_admin")
  await ada.getByLabel("User group").fill("ALMA_ADMIN")
  await ada.getByLabel("Work e-mail").fill("library-systems@alder.example.edu")
  await ada.getByLabel("Who looks after it").fill("Library Systems")
  await ada.getByRole("button", { name: "Preview" }).click()
  await expect(ada.getByText("User Administrator, at Practice University Library")).toBeVisible()
  expect(await lantern.practice.user("second_admin"), "a preview sends nothing").toBeUndefined()
  await ada.getByRole("button", { name: "Make this account in Alma" }).click()
  await expect(ada.getByRole("heading", { name: "second_admin is made" })).toBeVisible()
  const first = await passwordOf(ada)
  expect(await lantern.practice.user("second_admin")).toMatchObject({ last_name: "ADMIN", user_role: [{ role_type: { value: "50" } }] })
  await ada.getByRole("button", { name: "Go on: print the sheet for the safe" }).click()
  await ada.getByRole("button", { name: "Print the sheet for the safe" }).click()
  await expect(ada.getByRole("region", { name: "Sheet for the safe" })).toContainText("Keep sealed, in the safe")
  expect(await passwordOf(ada)).toBe(first)
  findings.push(...await look(ada, "sheet for the safe", "main"))
  await ada.evaluate(() => { window.print = () => {} })
  await ada.getByRole("button", { name: "Print the sheet", exact: true }).click()
  await ada.getByRole("button", { name: "Done" }).click()

  const ruth = await signedIn(browser, lantern.signInLink)
  await expect(ruth.getByRole("region", { name: "What changed" })).toContainText("Ada printed the sheet of second_admin")
  await ruth.goto(`${lantern.url}/readiness/back-up-admin`)
  await ruth.getByRole("button", { name: "Check it out" }).click()
  await ruth.getByLabel("What you need it for").fill("Nobody else is here")
  await ruth.getByRole("dialog").getByRole("button", { name: "Check it out" }).click()
  expect(await passwordOf(ruth)).toBe(first)
  await expect(headline(ruth, "You have second_admin")).toBeVisible()
  await ada.reload()
  await expect(headline(ada, "Ruth Okafor has second_admin")).toBeVisible()
  await expect(ada.getByRole("button", { name: "Check it out" })).toHaveCount(0)
  findings.push(...await look(ruth, "a back-up admin that is checked out", "main"))

  await ruth.getByRole("button", { name: "Check it in" }).click()
  await ruth.getByRole("dialog").getByRole("button", { name: "Check it in" }).click()
  await expect(ruth.getByText("See to it: Sheet in the safe: out of date, printed")).toBeVisible()
  const set = (await lantern.practice.history("second_admin")).filter((entry) => entry.what === "password")
  expect(set, "made, and set anew when it came back").toHaveLength(2)
  expect(lantern.said()).not.toContain(first)
  expect(findings).toEqual([])
})
