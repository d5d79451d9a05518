import { expect, test, type Browser, type Page } from "@playwright/test"
import { headline, signIn, usePickupCode } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const [ANN, BOB] = ["aabernethy", "mixedseg"] as const
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
let card: string
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

const password = (page: Page) => page.getByLabel("Temporary password", { exact: true })

/** A phone that has a fingerprint reader, as Chromium plays one. */
async function phone(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext(PHONE)).newPage()
  page.on("dialog", (dialog) => void dialog.accept())
  const device = await page.context().newCDPSession(page)
  await device.send("WebAuthn.enable")
  await device.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return page
}

test("on a quiet day a liaison hands out links, and a phone enrols by one; in the outage it picks up, and so does the card without JavaScript", async ({ page, browser }) => {
  await signIn(page, lantern.signInLink)
  await page.goto(`${lantern.url}/staff/enrolment`)
  await expect(headline(page, "0 enrolled")).toBeVisible()
  await page.getByLabel("Primary IDs").fill(`${ANN}\n${BOB}`)
  await page.getByRole("button", { name: "Make links" }).click()
  await expect(headline(page, "2 links to hand out")).toBeVisible()
  const findings = await look(page, "enrolment links", "main")
  // The page leaves no trace of a link but for who copies or prints it.
  expect(await page.content()).not.toContain("#link=")
  const { links } = await lantern.command.json<{ links: { url: string }[] }>(["enrolment", "link", "--institution", "PRA", "--staff", "-"], { input: ANN })
  const [link] = links

  const mobile = await phone(browser)
  await mobile.goto(link!.url)
  await expect(mobile.getByRole("button", { name: "Set it up now" })).toBeVisible()
  expect(new URL(mobile.url()).hash === "", "the token is wiped from the address").toBe(true)
  await mobile.getByRole("button", { name: "Set it up now" }).click()
  await mobile.getByRole("button", { name: "Register this device" }).click()
  await expect(mobile.getByText("You have 1 passkey")).toBeVisible()
  await mobile.getByRole("button", { name: "Make a recovery card" }).click()
  const paper = mobile.getByRole("region", { name: "Recovery card" })
  await expect(paper).not.toContainText(ANN)
  card = (await paper.innerText()).match(/\b[0-9A-Z]{5}\s*[0-9A-Z]{5}\s*[0-9A-Z]{5}\b/)![0]
  findings.push(...await look(mobile, "enrol: passkey and card", "main"))
  await mobile.goto("about:blank")
  await mobile.goto(link!.url)
  await mobile.getByRole("button", { name: "Set it up now" }).click()
  await expect(mobile.getByRole("main").getByRole("alert")).toContainText("has been used")

  await mobile.goto(`${lantern.url}/pickup`)
  await usePickupCode(mobile, ANN, card)
  await expect(mobile.getByRole("main").getByRole("alert")).toContainText("has not been opened for Alma yet")
  const declare = ["outage", "declare", "--institution", "PRA", "--reason", "enrolled", "--hours", "6", "--drill", "--staff", "-"]
  const { id } = await lantern.command.json<{ id: string }>(declare, { input: [ANN, BOB].join("\n") })
  await lantern.command.json(["outage", "switch", id])

  await mobile.reload()
  await mobile.getByLabel("Primary ID", { exact: true }).fill(ANN)
  await mobile.getByRole("button", { name: "Use your passkey" }).click()
  await expect(password(mobile)).toHaveText(/^[a-z0-9]{12}$/)

  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.goto(`${lantern.url}/pickup`)
  await usePickupCode(plain, ANN, card)
  await expect(password(plain)).toHaveText(/^[a-z0-9]{12}$/)
  const next = (await plain.getByLabel("Code of your new recovery card").textContent())!
  expect(next.replace(/\s/g, "")).toMatch(/^[0-9A-Z]{15}$/)
  await mobile.goto(`${lantern.url}/pickup`)
  await usePickupCode(mobile, ANN, next)
  await expect(mobile.getByLabel("Code of your new recovery card")).toBeVisible()

  await plain.goto(`${lantern.url}/pickup`)
  await usePickupCode(plain, ANN, card)
  await expect(plain.getByRole("main").getByRole("alert")).toContainText("do not fit together")
  await page.goto(`${lantern.url}/outages/${id}`)
  const alerts = page.getByRole("region", { name: "Alerts" })
  await expect(alerts).toContainText("was tried again after it had been used")
  await alerts.getByRole("button", { name: "I have seen to it" }).click()
  await expect(alerts).toHaveCount(0)
  await page.goto(`${lantern.url}/staff/enrolment`)
  await expect(headline(page, "1 enrolled")).toBeVisible()
  expect(findings).toEqual([])
})
