import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test"
import { headline } from "../fixtures/desk"
import type { Seen } from "./find-secrets"

/** A secret, and the one answer that is there to show it; none where it is never shown. */
export interface Mark {
  what: string
  value: string
  shownBy?: string
}

/** What a liaison prepares on a quiet day: recovery codes of their own, and a link by which one of staff enrols. */
export async function prepareAsLiaison(page: Page, { url, answers }: { url: string; answers: Seen[] }, staff: string): Promise<{ marks: Mark[]; enrolmentLink: string }> {
  await page.getByRole("button", { name: "Make recovery codes" }).click()
  const sheet = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")
  await expect(sheet).toHaveCount(10)
  const codes = await sheet.allInnerTexts()
  await page.getByRole("button", { name: "I have kept them" }).click()

  await page.goto(`${url}/staff/enrolment`)
  await page.getByLabel("Primary IDs").fill(staff)
  await page.getByRole("button", { name: "Make links" }).click()
  await expect(headline(page, "1 link to hand out")).toBeVisible()
  const made = answers.findLast(({ where, text }) => where === "POST /staff/enrolment" && text.includes("#link="))
  const token = /#link=([\w-]{20,})/.exec(made!.text)![1]!
  return {
    marks: [
      ...codes.map((value, at) => ({ what: `recovery code ${at}`, value, shownBy: "POST /account" })),
      { what: "the enrolment link", value: token, shownBy: "POST /staff/enrolment" },
    ],
    enrolmentLink: `${url}/enrol#link=${token}`,
  }
}

/** One of staff enrols with a recovery card. @returns its code */
export async function enrolWithCard(tab: Page, link: string): Promise<string> {
  await tab.goto(link)
  await tab.getByRole("button", { name: "Set it up now" }).click()
  await tab.getByRole("button", { name: "Make a recovery card" }).click()
  const paper = await tab.getByRole("region", { name: "Recovery card" }).innerText()
  return /\b[0-9A-Z]{5}\s*[0-9A-Z]{5}\s*[0-9A-Z]{5}\b/.exec(paper)![0].replace(/\s/g, "")
}

/** What an admin prepares: a colleague's link to their set-up, and the back-up admin's password, on paper. */
export async function prepareAsAdmin(browser: Browser, url: string, cookie: string, watch: (context: BrowserContext) => void): Promise<{ marks: Mark[]; page: Page }> {
  const context = await browser.newContext()
  watch(context)
  const [name, value] = cookie.split("=") as [string, string]
  await context.addCookies([{ name, value, domain: "localhost", path: "/" }])
  const page = await context.newPage()
  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(`${url}/settings/people`)
  await page.getByRole("button", { name: "Add a person" }).click()
  const adding = page.getByRole("dialog", { name: "Add a person" })
  await adding.getByLabel("Name", { exact: true }).fill("Mira Sol")
  await adding.getByLabel("E-mail").fill("mira.sol@people.example")
  await adding.getByRole("button", { name: "Add and make a link" }).click()
  const link = await page.getByRole("dialog", { name: "Mira Sol is added" }).locator(".value").innerText()

  await page.goto(`${url}/readiness/back-up-admin`)
  await page.getByRole("button", { name: "Write down whose it is" }).click()
  await page.getByLabel("Who looks after it").fill("Library Systems")
  await page.getByLabel("What it is for").fill("The day that campus sign-on is down.")
  await page.getByRole("button", { name: "Write it down" }).click()
  await page.getByRole("button", { name: "Let Lantern set a password" }).click()
  await page.getByRole("button", { name: "Print the sheet for the safe" }).click()
  await expect(page.getByRole("region", { name: "Sheet for the safe" })).toBeVisible()
  const password = (await page.getByText(/^([a-z0-9]{4}){6}$/).first().innerText()).replace(/\s/g, "")
  return {
    marks: [
      { what: "the set-up link", value: new URL(link).hash.replace("#link=", ""), shownBy: "POST /settings/people" },
      { what: "the back-up admin's password", value: password, shownBy: "POST /readiness/back-up-admin" },
    ],
    page,
  }
}

/** Somebody who has picked up vouches for a colleague. @returns the colleague's code */
export async function vouch(tab: Page, url: string, { primaryId, code, forId }: { primaryId: string; code: string; forId: string }): Promise<string> {
  await tab.goto(`${url}/pickup/vouch`)
  await tab.getByLabel("Your Primary ID").fill(primaryId)
  await tab.getByLabel("Your vouching code").fill(code)
  await tab.getByLabel("Your colleague's Primary ID").fill(forId)
  await tab.getByRole("button", { name: "I vouch for this colleague" }).click()
  return (await tab.getByLabel("Pick-up code for your colleague").textContent())!.replace(/\s/g, "")
}
