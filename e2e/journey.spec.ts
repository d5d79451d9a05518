import { expect, test } from "@playwright/test"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, openPickup, signIn, usePickupCode } from "./fixtures/desk"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { expectAsBefore, expectUntouched, recordsOf, THERE_AND_BACK, typesOf } from "./fixtures/practice"

/** Ordinary, mixed segments, notes, blocks, a role that fails PUTs, odd ids. */
const SWITCHED = ["aabernethy", "mixedseg", "noteworthy", "blockson", "rbroken", "astrid.holm@practice.example", "jean paul"]
const LEFT_ALONE = { ogrady: "Already Internal", zokafor: "No external id", hlindqvist: "Expired", pnakamura: "Inactive", backup_admin: "back-up admin" }
const LIST = [...SWITCHED, ...Object.keys(LEFT_ALONE), "nobody_at_all", "AABERNETHY"]
const COUNT = SWITCHED.length

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("an outage from the first page to the proof that everyone is back", async ({ page, browser }) => {
  const { practice, command } = lantern
  const before = await recordsOf(practice, SWITCHED)
  const untouched = await recordsOf(practice, Object.keys(LEFT_ALONE))

  await signIn(page, lantern.signInLink)
  await declareUntilPreview(page, LIST)
  await expect(headline(page, `${COUNT} of ${LIST.length} will be switched`)).toBeVisible()
  const verdicts = page.getByRole("grid", { name: "Accounts and their verdicts" })
  for (const [id, word] of Object.entries(LEFT_ALONE)) await expect(verdicts.getByRole("row", { name: id })).toContainText(word)
  await expect(verdicts.getByRole("row").filter({ hasText: "nobody_at_all" })).toContainText("Not found")
  await expect(verdicts.getByRole("row").filter({ hasText: "Listed twice" })).toHaveCount(1)
  for (const id of SWITCHED) expect(await typesOf(practice, id), id).toEqual([])

  await confirmSwitch(page, COUNT)
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })
  const outagePage = page.url()

  await expectSecondDeclareRefused()
  const codes = await makeSlips(page, COUNT)
  expect(codes.size).toBe(COUNT)
  await pickUp(codes.get("Wilhelmina Mixson")!)

  page.on("dialog", (dialog) => void dialog.accept())
  await page.goto(outagePage)
  await page.getByRole("button", { name: "End outage…" }).click()
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${COUNT}` }).click()
  await expect(headline(page, `0 of ${COUNT} still Internal`)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 30_000 })

  for (const id of SWITCHED) expect(await typesOf(practice, id), id).toEqual(THERE_AND_BACK)
  await expectAsBefore(practice, before)
  await expectUntouched(practice, untouched)
  expect(await command.json(["audit", "verify"])).toMatchObject({ ok: true })

  async function expectSecondDeclareRefused() {
    const again = ["outage", "declare", "--institution", "PRA", "--reason", "again", "--hours", "2", "--staff", "-"]
    await command.json(again, { code: 4, input: "bare" })
    await page.goto(`${lantern.url}/outages/new`)
    await expect(page).toHaveURL(outagePage)
  }

  async function pickUp(code: string) {
    const desk = await openPickup(browser, lantern.url)
    await usePickupCode(desk, "MIXEDSEG", code.toLowerCase())
    const password = await desk.getByLabel("Temporary password", { exact: true }).textContent()
    expect(password).toMatch(/^[a-z0-9]{12,}$/)
    await expect(desk.getByLabel("User name", { exact: true })).toHaveText("mixedseg")

    const alma = await desk.context().newPage()
    await alma.goto((await desk.getByRole("link", { name: "Open Alma" }).getAttribute("href"))!)
    await alma.getByLabel("User name").fill("mixedseg")
    await alma.getByLabel("Password").fill(password!)
    await alma.getByRole("button", { name: "Log in" }).click()
    await expect(alma.getByRole("heading", { name: "Choose a new password" })).toBeVisible()
    await alma.getByLabel("New password", { exact: true }).fill("Own-words-only-9")
    await alma.getByLabel("Repeat new password").fill("Own-words-only-9")
    await alma.getByRole("button", { name: "Save and go on" }).click()
    await expect(alma.getByRole("heading", { name: "You are in Alma" })).toBeVisible()

    const second = await openPickup(browser, lantern.url)
    await usePickupCode(second, "mixedseg", code)
    await expect(second.getByRole("alert")).toContainText("do not fit")
    await expect(second.getByLabel("Temporary password", { exact: true })).toHaveCount(0)
    await Promise.all([desk.context().close(), second.context().close()])
  }
})

test("a pick-up that Alma writes down only after the outage was ended leaves nobody behind", async ({ browser }) => {
  const { practice, command } = lantern
  const staff = ["manyroles", "bare"]
  const before = await recordsOf(practice, staff)
  const declare = ["outage", "declare", "--institution", "PRA", "--reason", "late", "--hours", "2", "--drill", "--staff", "-"]
  const { id } = await command.json<{ id: string }>(declare, { input: staff.join("\n") })
  await command.json(["outage", "switch", id])
  const { codes } = await command.json<{ codes: { primaryId: string; code: string }[] }>(["codes", "issue", id, "--kind", "live"])

  // Checked when it arrives, written down 9.5 s later. Lantern waits 8 s for an answer, then sets the same password
  // again and lets the return go on: the late write comes between that and the end of the quiet period.
  await practice.addFault({ match: { method: "PUT", primaryId: "bare" }, fault: { kind: "late_apply", delayMs: 9_500, validated: true } })
  const desk = await openPickup(browser, lantern.url)
  const answered = usePickupCode(desk, "bare", codes.find((one) => one.primaryId === "bare")!.code)
  await expect.poll(() => practice.pendingFaults(), "the password is on its way").toBe(0)
  const ended = command.json(["outage", "end", id, "--wait", "closed"])
  await answered
  await expect(desk.getByRole("alert")).toContainText("The outage has ended", { timeout: 30_000 })
  await expect(desk.getByLabel("Temporary password", { exact: true })).toHaveCount(0)
  await desk.context().close()

  expect(await ended).toMatchObject({ state: "closed" })
  const passwords = (await practice.history("bare")).filter((entry) => entry.what === "password" && entry.by === "api")
  expect(passwords, "the late write did land").not.toEqual([])
  for (const one of staff) expect((await typesOf(practice, one)).at(-1)).toEqual(["INTERNAL", "EXTERNAL"])
  await expectAsBefore(practice, before)
})

test("Ctrl-C stops everything that npm start started", async () => {
  await lantern.stop()
})
