import { expect, test, type Browser, type Page } from "@playwright/test"
import { testCampusProvider } from "@/lib/auth/test-campus-provider"
import { ageSecondFactors } from "./fixtures/database"
import { headline } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const ADA = { email: "ada.marsh@people.example", name: "Ada Marsh", password: "gravel teapot umbrella nine" }
const MIRA = { email: "mira.sol@people.example", name: "Mira Sol" }

let lantern: StartedLantern
let campus: Awaited<ReturnType<typeof testCampusProvider>>
test.beforeAll(async () => {
  campus = await testCampusProvider()
  const { issuer, client } = campus
  lantern = await npmStart({ LANTERN_OIDC_ISSUER: issuer, LANTERN_OIDC_CLIENT_ID: client.id, LANTERN_OIDC_CLIENT_SECRET: client.secret })
})
test.afterAll(async () => {
  await campus?.close()
  await lantern?.remove()
})

test("an admin sets up a passkey and paper, adds a colleague by it, and the colleague's link opens their set-up alone", async ({ page, browser }) => {
  const { command, url } = lantern
  await command.json(["person", "add", "--email", ADA.email, "--name", ADA.name, "--role", "admin", "--institution", "PRA"])
  const link = await command.json<{ url: string }>(["person", "link", ADA.email])
  await addDevice(page)
  await open(page, link.url)
  await expect(headline(page, "All clear")).toBeVisible()

  await page.goto(`${url}/sign-in/set-up`)
  await page.getByLabel("Password", { exact: true }).fill(ADA.password)
  await page.getByLabel("The same password again").fill(ADA.password)
  await page.getByRole("button", { name: "Save the password" }).click()
  await page.getByLabel("Name of the passkey").fill("Desk computer")
  expect(await look(page, "set-up")).toEqual([])
  await page.getByRole("button", { name: "Add a passkey" }).click()
  await expect(headline(page, "Your sign-in is ready")).toBeVisible()
  await expect(page).toHaveURL(`${url}/account`)
  await page.getByRole("button", { name: "Make recovery codes" }).click()
  const sheet = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")
  await expect(sheet).toHaveCount(10)
  const codes = await sheet.allInnerTexts()
  expect(await look(page, "account with recovery codes")).toEqual([])
  await page.getByRole("button", { name: "I have kept them" }).click()
  await expect(page.getByText(codes[0]!)).toHaveCount(0)

  await page.getByRole("button", { name: "Sign out everywhere" }).click()
  await expect(page).toHaveURL(`${url}/sign-in`)
  await signInUntilFactor(page)
  await page.getByRole("button", { name: "Use a passkey" }).click()
  await expect(headline(page, "All clear")).toBeVisible()
  await throughCampus(page)
  const other = await browser.newPage()
  await signInUntilFactor(other)
  await other.getByRole("button", { name: "Use a printed recovery code" }).click()
  await other.getByLabel("Recovery code", { exact: true }).fill(codes[4]!.toLowerCase())
  await other.getByRole("button", { name: "Sign in", exact: true }).click()
  await expect(headline(other, "All clear")).toBeVisible()
  await other.context().close()

  await page.goto(`${url}/settings/people`)
  await ageSecondFactors(lantern)
  const mira = await addColleague(page)
  expect(await look(page, "people")).toEqual([])
  await colleagueComes(browser, mira)
  await page.goto(`${url}/settings/security`)
  await expect(headline(page, /get in without a link/)).toBeVisible()
  await expect(page.getByText("A recovery code was used to sign in. 9 of yours are left.")).toBeVisible()
  expect(await look(page, "security")).toEqual([])
})

/** A device of Chromium's own making, unlocked by its owner's finger at once. */
async function addDevice(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send("WebAuthn.enable")
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options })
}

async function open(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
}

/** On a quiet day: tied in the account, then in the place of the password. When it is silent, the password is still there. */
async function throughCampus(page: Page): Promise<void> {
  await page.goto(`${lantern.url}/account`)
  await page.getByRole("button", { name: "Tie your campus sign-on" }).click()
  await expect(page.getByText("Your campus sign-on is tied to your account.")).toBeVisible()
  expect(await look(page, "account with campus sign-on")).toEqual([])
  await page.getByRole("button", { name: "Sign out everywhere" }).click()
  await expect(page).toHaveURL(`${lantern.url}/sign-in`)
  campus.state.odd = { silent: true }
  await page.getByRole("button", { name: "Use campus sign-on" }).click()
  await expect(page.getByText("The campus sign-on doesn’t answer.")).toBeVisible()
  expect(await look(page, "sign-in with a silent campus sign-on")).toEqual([])
  campus.state.odd = {}
  await page.getByRole("button", { name: "Use campus sign-on" }).click()
  await expect(headline(page, "And your passkey")).toBeVisible()
  await page.getByRole("button", { name: "Use a passkey" }).click()
  await expect(headline(page, "All clear")).toBeVisible()
}

async function signInUntilFactor(page: Page): Promise<void> {
  await page.goto(`${lantern.url}/sign-in`)
  await page.getByLabel("E-mail").fill(ADA.email)
  await page.getByLabel("Password").fill(ADA.password)
  await page.getByRole("button", { name: "Continue" }).click()
  await expect(headline(page, "And your passkey")).toBeVisible()
}

/** Asked for the passkey once more on the way. @returns the colleague's link */
async function addColleague(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Add a person" }).click()
  const dialog = page.getByRole("dialog", { name: "Add a person" })
  await dialog.getByLabel("Name", { exact: true }).fill(MIRA.name)
  await dialog.getByLabel("E-mail").fill(MIRA.email)
  await dialog.getByRole("button", { name: "Add and make a link" }).click()
  await page.getByRole("dialog", { name: "Your passkey once more" }).getByRole("button", { name: "Use a passkey" }).click()
  const added = page.getByRole("dialog", { name: `${MIRA.name} is added` })
  const link = await added.locator(".value").innerText()
  await added.getByRole("button", { name: "Done" }).click()
  await expect(page.getByText(MIRA.email)).toBeVisible()
  return link
}

async function colleagueComes(browser: Browser, link: string): Promise<void> {
  const page = await browser.newPage()
  await open(page, link)
  await expect(headline(page, "Set up your sign-in")).toBeVisible()
  for (const place of ["/", "/outages", "/settings/people", "/account"]) {
    await page.goto(`${lantern.url}${place}`)
    await expect(page).toHaveURL(`${lantern.url}/sign-in/set-up`)
  }
  await page.context().close()
}
