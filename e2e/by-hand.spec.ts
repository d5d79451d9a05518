import { expect, test, type Browser, type Page } from "@playwright/test"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { headline, signIn } from "./fixtures/desk"
import { addInstitution, declare, KEY_VARIABLE, practiceAlma } from "./fixtures/institution"
import type { LanternCommand } from "./fixtures/lantern-command"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { expectAsBefore, recordsOf, THERE_AND_BACK, typesOf } from "./fixtures/practice"
import { TypedLantern } from "./fixtures/typed-lantern"

const STAFF = ["bare", "mixedseg"]

let alma: PracticeAlma
let lantern: StartedLantern
test.beforeAll(async () => {
  // A key that only reads: it can't run the job, set a password or return an account.
  alma = await practiceAlma("MAN", { keys: { l8xxonlyreads: { read: true, write: false, conf: true, confWrite: false } } })
  lantern = await npmStart({ LANTERN_ALLOW_API_HOSTS: new URL(alma.url).host })
})
test.afterAll(async () => {
  await lantern?.remove()
  await alma?.close()
})

test("two liaisons switch and return accounts by hand, and Alma proves it", async ({ browser }) => {
  const command = manualCommand()
  await addInstitution(command, alma, "MAN", "manual")
  const [mia, daniel] = await Promise.all(["Mia Chen", "Daniel Reyes"].map((name) => liaison(name, command, browser))) as [Page, Page]
  const before = await recordsOf(alma, STAFF)
  const sent: string[] = []
  mia.on("request", (request) => void sent.push(`${request.url()} ${request.postData() ?? ""}`))

  const id = await declare(command, "MAN", STAFF)
  const asked = await command.run(["outage", "switch", id])
  expect(asked.code).toBe(3)
  expect(asked.stderr).toContain("Toggle Account Type")

  await mia.goto(`${lantern.url}/outages/${id}`)
  await mia.getByRole("link", { name: "Do it by hand" }).first().click()
  await expect(headline(mia, "2 left by hand")).toBeVisible()
  const first = await cardOf(mia)
  await daniel.goto(mia.url())
  await expect(daniel.getByText("Mia Chen has this one open")).toBeVisible()
  const second = await cardOf(daniel)
  expect([first, second].toSorted()).toEqual(STAFF)
  await expect(mia.getByText("Daniel Reyes has it open")).toBeVisible()

  await check(daniel)
  await expect(daniel.getByText("Alma says External; it should say Internal")).toBeVisible()
  const password = await valueBeside(mia, "Copy the password")
  for (const [page, who] of [[mia, first], [daniel, second]] as const) {
    toggle(who, "INTERNAL", "")
    alma.setPassword(who, await valueBeside(page, "Copy the password"), true)
    await check(page)
    await expect(page.getByText("Alma says Internal")).toBeVisible()
    await expectOnPaperOnly(page)
    await page.getByRole("button", { name: "Handed over" }).click()
    await expect(page.getByText("The password was handed over.")).toBeVisible()
  }
  await expect(headline(mia, "Nothing left by hand")).toBeVisible()
  expect(alma.passwordWorks(first, password)).toBe(true)
  expect(sent.filter((request) => request.includes(password)), "the password stays in the browser").toEqual([])
  expect(sent.some((request) => request.includes(`${lantern.url}/outages/`))).toBe(true)

  await command.json(["outage", "end", id], { code: 3 })
  await daniel.close()
  await mia.goto(`${lantern.url}/outages/${id}/by-hand`)
  for (const left of [2, 1]) {
    await expect(headline(mia, `${left} left by hand`)).toBeVisible()
    const who = await cardOf(mia)
    toggle(who, "EXTERNAL", await valueBeside(mia, "Copy the external id"))
    await check(mia)
    await expect(mia.getByText("Alma says External")).toBeVisible()
    if (left > 1) await mia.getByRole("button", { name: "Next account" }).click()
  }
  await expect.poll(async () => (await command.json(["outage", "status", id])).state, { timeout: 20_000 }).toBe("closed")
  for (const who of STAFF) expect(await typesOf(alma, who)).toEqual(THERE_AND_BACK)
  await expectAsBefore(alma, before)
})

function manualCommand(): LanternCommand {
  const { dataFolder, settings } = lantern.command
  const hosts = [settings.LANTERN_ALLOW_API_HOSTS, new URL(alma.url).host].join(",")
  return new TypedLantern(dataFolder, { ...settings, LANTERN_ALLOW_API_HOSTS: hosts, [KEY_VARIABLE]: alma.apiKey })
}

async function liaison(name: string, command: LanternCommand, browser: Browser): Promise<Page> {
  const email = `${name.split(" ")[0]!.toLowerCase()}@man.example`
  await command.json(["person", "add", "--email", email, "--name", name, "--role", "liaison", "--institution", "MAN"])
  const { url } = await command.json<{ url: string }>(["person", "link", email, "--skip-set-up"])
  const page = await browser.newPage()
  await signIn(page, url)
  return page
}

/** @returns whose card it is */
async function cardOf(page: Page): Promise<string> {
  return valueBeside(page, "Copy the Primary ID")
}

function valueBeside(page: Page, copy: string): Promise<string> {
  return page.getByRole("button", { name: copy }).locator("xpath=../preceding-sibling::span").innerText()
}

/** Once the account is Internal the password stands on the slip, which only a printer shows, and without the Primary ID. */
async function expectOnPaperOnly(page: Page): Promise<void> {
  const slip = page.locator("div").filter({ hasText: /^.*Temporary password/ }).last()
  await expect(slip).toBeHidden()
  await page.emulateMedia({ media: "print" })
  await expect(slip).toBeVisible()
  for (const who of STAFF) await expect(slip).not.toContainText(who)
  await page.emulateMedia({ media: null })
}

async function check(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Done, check it" }).click()
}

/** What the person does in Alma's own screen. */
function toggle(primaryId: string, type: "INTERNAL" | "EXTERNAL", externalId: string): void {
  alma.editUser(primaryId, (user) => void Object.assign(user, { account_type: { value: type }, external_id: externalId }))
}
