import { expect, test, type Page } from "@playwright/test"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, signIn, usePickupCode } from "./fixtures/desk"
import { look as lookAt } from "./fixtures/look"
import { declareByHand, startWithManual } from "./fixtures/manual-place"
import { showOutage, showWhatIs, type OutageViewName } from "./fixtures/outage-views"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "ogrady", "zokafor", "nobody_at_all"]
const COUNT = 3
const STATES: OutageViewName[] = ["internal", "closed", "declared", "a drill, nobody on the list", "of 180 people"]

let place: Awaited<ReturnType<typeof startWithManual>>
test.beforeAll(async () => {
  place = await startWithManual()
  // Somebody to hand an outage over to.
  await place.lantern.command.json(["person", "add", "--email", "ben@alder.example.edu", "--name", "Ben Ortega", "--role", "liaison", "--institution", "PRA"])
})
test.afterAll(() => place?.close())

const findings: string[] = []
const look = async (page: Page, what: string, part?: string) => void findings.push(...await lookAt(page, what, part))
test.afterEach(() => expect(findings.splice(0)).toEqual([]))

test.setTimeout(600_000)
test("every page and step can be read by everyone, in light and in dark, on a phone and on a desk", async ({ page }) => {
  const { lantern } = place
  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(`${lantern.url}/sign-in`)
  await expect(page.getByLabel("E-mail")).toBeVisible()
  await look(page, "sign-in")
  await signIn(page, lantern.signInLink)
  await look(page, "home")
  await page.goto(`${lantern.url}/outages`)
  await look(page, "no outages yet", "main")
  await page.goto(`${lantern.url}/sign-in/set-up`)
  await expect(headline(page, "Set up your sign-in")).toBeVisible()
  await look(page, "set-up", "main")

  await page.goto(`${lantern.url}/outages/new`)
  await expect(headline(page, "What is going on?")).toBeVisible()
  await look(page, "declare: details")
  await page.goto(lantern.url)
  await declareUntilPreview(page, STAFF, () => look(page, "declare: choose", "main"))
  await expect(headline(page, `${COUNT} of ${STAFF.length} will be switched`)).toBeVisible()
  await look(page, "declare: preview", "main")
  await page.getByRole("button", { name: `Switch ${COUNT} to Internal` }).click()
  await look(page, "declare: confirm", "[role=dialog]")
  await page.getByRole("dialog").getByRole("button", { name: "Back" }).click()
  await confirmSwitch(page, COUNT)
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })
  const outagePage = page.url()

  await lookAtOutages(page, outagePage)
  await lookAtStaff(page)
  await lookAround(page, outagePage)
  const codes = await makeSlips(page, COUNT)
  await look(page, "slips", "main")
  await lookAtPickup(page, lantern.url, codes.get("Amara Abernethy")!)
})

/** An outage in every state, and what opens over it. */
async function lookAtOutages(page: Page, outagePage: string): Promise<void> {
  for (const name of STATES) {
    const { freeze } = await showOutage(page, outagePage, name)
    await freeze()
    await look(page, `outage: ${name}`, "main")
  }
  await showOutage(page, outagePage, "switching")
  await look(page, "outage: switching")
  await page.getByRole("searchbox", { name: "Name or Primary ID" }).fill("nobody like this")
  await look(page, "outage: nobody found", "section[aria-labelledby=accounts]")
  await page.getByRole("button", { name: "Show all accounts" }).click()
  await page.getByRole("checkbox", { name: /^Choose all/ }).check()
  await look(page, "outage: all chosen", "section[aria-labelledby=accounts]")
  const row = page.getByRole("row", { name: /jpetrauskas/ })
  await lookAtDialogs(page, {
    "who sees to it": () => page.getByRole("button", { name: "Hand over to…" }).click(),
    "return": () => page.getByRole("button", { name: /^Return \d+…/ }).click(),
    "needs a person": () => page.getByRole("button", { name: "See the steps" }).first().click(),
    "an account": () => row.press("Enter"),
    "more people": () => page.getByRole("button", { name: "Add people" }).click(),
    "end": () => page.getByRole("button", { name: "End outage…" }).click(),
  })

  await showOutage(page, outagePage, "ending")
  await look(page, "outage: ending", "main")
  await lookAtDialogs(page, { "accept": () => page.getByRole("button", { name: "Close with a written reason" }).click() })

  await page.route("**/api/outages/*", (route) => route.abort())
  await expect(page.getByText("Connection lost.")).toBeVisible()
  await look(page, "outage: connection lost", "main")
  await page.route("**/api/outages/*", (route) => route.fulfill({ json: { institution: {} } }))
  await expect(headline(page, "This page could not be shown")).toBeVisible()
  await look(page, "an error")
  await page.unroute("**/api/outages/*")
  showWhatIs(page)
}

async function lookAtDialogs(page: Page, openers: Record<string, () => Promise<void>>): Promise<void> {
  const dialog = page.getByRole("dialog")
  for (const [what, open] of Object.entries(openers)) {
    await open()
    await expect(dialog).toBeVisible()
    await look(page, `dialog: ${what}`, "[role=dialog]")
    await page.keyboard.press("Escape")
    await expect(dialog).toHaveCount(0)
  }
}

/** What belongs to an outage and isn't its page. */
async function lookAround(page: Page, outagePage: string): Promise<void> {
  await page.goto(outagePage)
  await lookAtDialogs(page, { "a code": () => page.getByRole("button", { name: "Show code for Amara Abernethy" }).click() })
  for (const kind of ["start", "end"]) {
    await page.goto(`${outagePage}/notice?kind=${kind}`)
    await expect(page.getByRole("region", { name: "The notice" })).toBeVisible()
    await look(page, `notice: ${kind}`, "main")
  }
  await page.goto(`${outagePage}/notice?kind=other`)
  await expect(headline(page, "There is nothing here")).toBeVisible()
  await look(page, "not found")
  await page.goto(place.lantern.url)
  await look(page, "home in an outage", "main")
  await page.getByRole("link", { name: "Go to the outage" }).first().click()
  await page.getByRole("link", { name: `Hand over ${COUNT} codes` }).click()
  await expect(page.getByRole("button", { name: `Make ${COUNT} slips` })).toBeVisible()
  await look(page, "before the slips", "main")
  await page.goto(outagePage)
}

/** Rosters and Named Users. */
async function lookAtStaff(page: Page): Promise<void> {
  const { url } = place.lantern
  await page.goto(`${url}/staff/rosters/new`)
  await look(page, "staff: a new roster", "main")
  await page.getByLabel("Name of the roster").fill("Desk")
  await page.getByLabel("Paste Primary IDs").fill("bare\nogrady\nhlindqvist\nnobody_at_all")
  await page.getByRole("button", { name: "Save the roster" }).click()
  await expect(headline(page, "1 of 4 can be switched")).toBeVisible()
  await look(page, "staff: a roster", "main")
  await page.getByRole("checkbox", { name: "Choose nobody_at_all" }).check()
  await lookAtDialogs(page, {
    "take off": () => page.getByRole("button", { name: "Take off the roster…" }).click(),
  })
  await page.getByRole("link", { name: "Print" }).click()
  await expect(page.getByRole("button", { name: "Print" })).toBeVisible()
  await look(page, "staff: a roster on paper", "main")
  await page.goto(`${url}/staff/named-users`)
  await lookAtDialogs(page, { "count": () => page.getByRole("button", { name: "Count them" }).click() })
  await page.getByRole("button", { name: "Count them" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Count", exact: true }).click()
  await expect(headline(page, /^\d+ Named Users$/)).toBeVisible({ timeout: 20_000 })
  await look(page, "staff: Named Users", "main")
  await page.goto(`${url}/staff`)
  await look(page, "staff", "main")
}

async function lookAtPickup(page: Page, url: string, code: string): Promise<void> {
  await page.goto(`${url}/pickup`)
  await look(page, "pick-up")
  await usePickupCode(page, "aabernethy", "00000-00000-0000")
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible()
  await look(page, "pick-up: wrong code", "main")
  await usePickupCode(page, "aabernethy", code)
  await expect(page.getByLabel("Temporary password", { exact: true })).toBeVisible()
  await look(page, "pick-up: the password")
}

test("what is done by hand can be read by everyone too", async ({ browser }) => {
  const { lantern, alma } = place
  const { signInLink, outage } = await declareByHand(lantern, alma, ["bare", "mixedseg"])
  const page = await browser.newPage()
  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(signInLink)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await expect(page.getByText(/needs? a person/).first()).toBeVisible()
  await look(page, "home, unresolved", "main")
  await page.goto(`${outage}/by-hand`)
  const check = page.getByRole("button", { name: "Done, check it" })
  await expect(check).toBeVisible()
  await look(page, "by hand")
  await check.click()
  await expect(page.getByText("it should say Internal")).toBeVisible()
  await look(page, "by hand: not done yet", "main")
  const who = await page.getByRole("button", { name: "Copy the Primary ID" }).locator("xpath=../preceding-sibling::span").innerText()
  alma.editUser(who, (user) => void Object.assign(user, { account_type: { value: "INTERNAL" }, external_id: "" }))
  await check.click()
  await expect(page.getByText("Alma says Internal")).toBeVisible()
  await look(page, "by hand: proved", "main")
  await page.close()
})
