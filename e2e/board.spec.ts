import { expect, test, type Browser, type Page } from "@playwright/test"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { headline, openPickup, usePickupCode } from "./fixtures/desk"
import { addInstitution, KEY_VARIABLE, practiceAlma } from "./fixtures/institution"
import type { LanternCommand } from "./fixtures/lantern-command"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { typesOf } from "./fixtures/practice"
import { TypedLantern } from "./fixtures/typed-lantern"

/** Alma's report is looked into once a minute. */
const SEEN_WITHIN_MS = 100_000
const REPORT = /staff-login-report/

test.describe.configure({ mode: "serial" })

let blind: PracticeAlma
let lantern: StartedLantern
let seen: string
let unseen: string
let desk: Page
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  blind = await practiceAlma("BLI")
  blind.faults.add({ match: { path: REPORT }, fault: { kind: "key_revoked" }, times: Number.POSITIVE_INFINITY })
  lantern = await npmStart({ LANTERN_ALLOW_API_HOSTS: new URL(blind.url).host })
  const command = bothAlmas()
  await addInstitution(command, blind, "BLI")
  ;[seen, unseen] = await Promise.all([outageWithOneIn("PRA", command, browser), outageWithOneIn("BLI", command, browser)])
  desk = await browser.newPage()
  await signInForBoth(desk, command)
})
test.afterAll(async () => {
  await desk?.context().close()
  await lantern?.remove()
  await blind?.close()
})

test("the desk names whom it switches and returns, and asks before slips are lost", async () => {
  await desk.goto(`${lantern.url}/outages/${seen}`)
  await expect(headline(desk, /^This outage is of Alder Creek College/)).toBeVisible()
  await desk.getByRole("button", { name: /^Go to Alder Creek College/ }).click()
  const dialog = desk.getByRole("dialog")
  await desk.getByRole("button", { name: "Add people" }).click()
  await dialog.getByLabel("Paste Primary IDs").fill("noteworthy\nnobody_at_all")
  await dialog.getByRole("button", { name: "Read the accounts" }).click()
  await expect(desk.getByRole("dialog", { name: "Switch 1 person more to Internal?" })).toBeVisible()
  for (const named of ["Ottilie Marchetti", "nobody_at_all"]) await expect(dialog).toContainText(named)
  expect(await typesOf(lantern.practice, "noteworthy")).toEqual([])
  await dialog.getByRole("button", { name: "Add and switch 1" }).click()
  await expect(headline(desk, "3 of 3 are Internal")).toBeVisible({ timeout: 40_000 })

  await desk.getByRole("row", { name: /Ottilie Marchetti/ }).click()
  await dialog.getByRole("button", { name: "Return to External now…" }).click()
  const asked = desk.getByRole("dialog", { name: "Return Ottilie Marchetti to External now?" })
  await expect(asked).toBeVisible()
  expect(await typesOf(lantern.practice, "noteworthy")).toEqual([["EXTERNAL", "INTERNAL"]])
  await asked.getByRole("button", { name: "Return 1" }).click()
  await expect(headline(desk, /^2 of \d are Internal$/)).toBeVisible({ timeout: 40_000 })

  await desk.getByRole("link", { name: "Hand over 1 code" }).click()
  await desk.getByRole("button", { name: "Make 1 slip" }).click()
  await expect(desk.getByText(`${lantern.url}/pickup`)).toBeVisible()
  await desk.getByRole("link", { name: "Back to the outage" }).click()
  const leaving = desk.getByRole("dialog", { name: "Leave without printing?" })
  await leaving.getByRole("button", { name: "Stay here" }).click()
  await expect(headline(desk, "1 slip to print")).toBeVisible()
  await desk.getByRole("link", { name: "Home" }).click()
  await leaving.getByRole("button", { name: "Leave" }).click()
  await expect(desk).toHaveURL(`${lantern.url}/`)
})

test("who has logged in to Alma stands on the board, and nobody where the key may not read the report", async () => {
  await desk.goto(`${lantern.url}/outages/${seen}`)
  const board = desk.getByRole("radiogroup", { name: "Show by hand-over" }).or(desk.getByRole("toolbar", { name: "Show by hand-over" }))
  await expect(board).toContainText("1Collected")
  await expect(board).toContainText("1Logged in", { timeout: SEEN_WITHIN_MS })
  await expect(desk.getByText(/^Logged in \d\d:\d\d/)).toBeVisible()

  await expect.poll(() => blind.requests().filter((request) => REPORT.test(request.path)).length, { timeout: SEEN_WITHIN_MS }).toBeGreaterThan(0)
  await desk.getByRole("button", { name: /^Alder Creek College.*Go to another institution$/ }).click()
  await desk.getByRole("menuitemradio", { name: /BLI/ }).click()
  await expect(desk.getByRole("button", { name: /Go to another institution$/ })).not.toContainText("Alder Creek")
  await desk.goto(`${lantern.url}/outages/${unseen}`)
  await expect(board).toContainText("1Collected")
  await expect(desk.getByText(/logged in/i)).toHaveCount(0)
})

function bothAlmas(): LanternCommand {
  const { dataFolder, settings } = lantern.command
  const hosts = [settings.LANTERN_ALLOW_API_HOSTS, new URL(blind.url).host].join(",")
  return new TypedLantern(dataFolder, { ...settings, LANTERN_ALLOW_API_HOSTS: hosts, [KEY_VARIABLE]: blind.apiKey })
}

/** An outage of two, one of whom has picked up a password and used it. @returns its id */
async function outageWithOneIn(code: string, command: LanternCommand, browser: Browser): Promise<string> {
  const declare = ["outage", "declare", "--institution", code, "--reason", "SSO is down", "--hours", "4", "--staff", "-"]
  const { id } = await command.json<{ id: string }>(declare, { input: "bare\nmixedseg" })
  await command.json(["outage", "switch", id])
  const issued = await command.json<{ codes: { primaryId: string; code: string }[] }>(["codes", "issue", id])
  await logIn("bare", issued.codes.find((one) => one.primaryId === "bare")!.code, browser)
  return id
}

async function signInForBoth(page: Page, command: LanternCommand): Promise<void> {
  const person = ["--email", "mia@both.example", "--name", "Mia Chen", "--role", "liaison", "--institution"]
  for (const code of ["PRA", "BLI"]) await command.json(["person", "add", ...person, code])
  const { url } = await command.json<{ url: string }>(["person", "link", "mia@both.example", "--skip-set-up"])
  await page.goto(url)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await expect(page).toHaveURL(`${lantern.url}/`)
}

/** What the person does: picks the password up, and logs in to Alma with it. */
async function logIn(primaryId: string, code: string, browser: Browser): Promise<void> {
  const theirs = await openPickup(browser, lantern.url)
  await usePickupCode(theirs, primaryId, code)
  const password = await theirs.getByLabel("Temporary password", { exact: true }).textContent()
  const alma = await theirs.context().newPage()
  await alma.goto((await theirs.getByRole("link", { name: "Open Alma" }).getAttribute("href"))!)
  await alma.getByLabel("User name").fill(primaryId)
  await alma.getByLabel("Password").fill(password!)
  await alma.getByRole("button", { name: "Log in" }).click()
  await alma.getByLabel("New password", { exact: true }).fill("Own-words-only-9")
  await alma.getByLabel("Repeat new password").fill("Own-words-only-9")
  await alma.getByRole("button", { name: "Save and go on" }).click()
  await expect(alma.getByRole("heading", { name: "You are in Alma" })).toBeVisible()
  await theirs.context().close()
}
