import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test"
import config from "../playwright.config"
import { usePickupCode } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const MOST_BYTES = 60_000
const STAFF = ["aabernethy", "mixedseg", "noteworthy"]

// Playwright switches off what people's browsers have: pages that are kept whole for the back button.
test.use({ launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] } })

let lantern: StartedLantern
let codes: Map<string, string>
test.beforeAll(async () => {
  lantern = await npmStart()
  const { command } = lantern
  const declare = ["outage", "declare", "--institution", "PRA", "--reason", "pick-up", "--hours", "6", "--drill", "--staff", "-"]
  const { id } = await command.json<{ id: string }>(declare, { input: STAFF.join("\n") })
  await command.json(["outage", "switch", id])
  const issued = await command.json<{ codes: { primaryId: string; code: string }[] }>(["codes", "issue", id])
  codes = new Map(issued.codes.map(({ primaryId, code }) => [primaryId, code]))
})
test.afterAll(() => lantern?.remove())

const password = (page: Page) => page.getByLabel("Temporary password", { exact: true })

test("the page weighs less than 60 kB where JavaScript is off", async ({ browser }) => {
  const page = await open(browser, { javaScriptEnabled: false })
  const network = await page.context().newCDPSession(page)
  await network.send("Network.enable")
  const sizes: number[] = []
  network.on("Network.loadingFinished", ({ encodedDataLength }) => sizes.push(encodedDataLength))
  await page.goto(`${lantern.url}/pickup`, { waitUntil: "networkidle" })
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`pick-up without JavaScript: ${total} bytes over the wire in ${sizes.length} answers`)
  expect(sizes.length).toBeGreaterThan(1)
  expect(total).toBeGreaterThan(1_000)
  expect(total).toBeLessThan(MOST_BYTES)
  await page.context().close()
})

test("the words to say can be hidden, and nothing of the answer comes back once it was left", async ({ browser }) => {
  for (const [javaScriptEnabled, person] of [[true, "aabernethy"], [false, "mixedseg"]] as const) {
    const page = await open(browser, { javaScriptEnabled })
    page.on("dialog", (dialog) => void dialog.accept())
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${lantern.url}/pickup`)
    await usePickupCode(page, person, codes.get(person)!)
    const secret = (await password(page).textContent())!
    expect(secret).toMatch(/^[a-z0-9]{12}$/)
    const aloud = page.getByText(/^[A-Z][a-z-]+, .*(three|four|six|seven|nine)|^(three|four|six|seven|nine), /)
    await expect(aloud).toBeVisible()
    expect((await aloud.textContent())!.split(", ")).toHaveLength(12)
    await page.getByText("To read aloud").click()
    await expect(aloud).toBeHidden()
    await expect(page.getByText("the Circulation desk, extension 4410")).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)

    await page.goto(`${lantern.url}/sign-in`)
    // The answer to a plain form post is not kept: Chromium asks whether to send it again, or says that it has none.
    await page.goBack().catch(() => null)
    await expectGone(page, secret)
    await page.reload().catch(() => null)
    await expectGone(page, secret)
    await page.context().close()
  }
})

test("clearing the page leaves an empty form, and no way back to the answer", async ({ browser }) => {
  const page = await open(browser)
  await page.goto(`${lantern.url}/pickup`)
  await usePickupCode(page, "noteworthy", "00000-00000-0000")
  await expect(page.getByRole("alert").filter({ hasText: "do not fit" }).or(page.getByRole("alert").filter({ hasText: "not a whole" }))).toBeVisible()
  const findings = await look(page, "pick-up: wrong code", "main")
  await usePickupCode(page, "noteworthy", codes.get("noteworthy")!)
  const secret = (await password(page).textContent())!
  findings.push(...await look(page, "pick-up: answer"))
  await page.getByRole("link", { name: "Clear this page" }).click()
  await expect(page.getByLabel("Pick-up code", { exact: true })).toHaveValue("")
  await page.goBack().catch(() => null)
  await expectGone(page, secret)
  expect(findings).toEqual([])
  await page.context().close()
})

async function open(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext(options)
  return context.newPage()
}

async function expectGone(page: Page, secret: string): Promise<void> {
  await expect(password(page)).toHaveCount(0)
  expect((await page.content()).includes(secret), "the password is nowhere in the page").toBe(false)
}
