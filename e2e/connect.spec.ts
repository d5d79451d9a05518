import { expect, test } from "@playwright/test"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import { consortiumAdminLink, walkConnect } from "./fixtures/connect-walk"
import { headline, signIn } from "./fixtures/desk"
import { look } from "./fixtures/look"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

/** Of the states on the way, those whose parts are new to the eye. */
const LOOKED_AT = ["settings", "connect-route", "settings-institution"]

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

test("an admin of the consortium connects a college, step by step, each step tried at once", async ({ page }) => {
  test.setTimeout(120_000)
  const findings: string[] = []
  await signIn(page, await consortiumAdminLink(lantern.command))
  await walkConnect(page, { url: lantern.url, practiceUrl: lantern.practice.url }, async (name) => {
    if (LOOKED_AT.includes(name)) findings.push(...await look(page, name, "main"))
    // Once it is kept, the key is in nobody's page.
    if (name !== "connect-key-refused") expect(await page.content(), name).not.toContain(PRACTICE_API_KEY)
  })
  expect(findings).toEqual([])
  const { institutions } = await lantern.command.json<{ institutions: Record<string, unknown>[] }>(["institution", "list"])
  expect(institutions.find((each) => each.code === "ABC")).toMatchObject({
    name: "Abbey College", environment: "sandbox", route: "job", jobPayload: true, timeZone: "America/Chicago", openOutage: null,
    loginUrl: `${lantern.practice.url}/mng/login?auth=local`, ssoUrl: `${lantern.practice.url}/SAML`,
  })
  await page.goto(`${lantern.url}/settings/connect?institution=ABC`)
  await expect(headline(page, "Abbey College is connected")).toBeVisible()
})

test("a liaison sees what is set, and changes none of it", async ({ page }) => {
  const { command } = lantern
  await command.json(["person", "add", "--email", "ben@alder.example.edu", "--name", "Ben Ortega", "--role", "liaison", "--institution", "PRA"])
  await signIn(page, (await command.json<{ url: string }>(["person", "link", "ben@alder.example.edu"])).url)
  await page.goto(`${lantern.url}/settings/institution#key`)
  await expect(headline(page, "Alder Creek College (practice)")).toBeVisible()
  await expect(page.getByText("M148, 72 parameters")).toBeVisible()
  await expect(page.getByRole("button", { name: /^Change/ })).toHaveCount(0)
  await page.goto(`${lantern.url}/settings/connect?institution=ABC`)
  await expect(headline(page, "Not yours to connect")).toBeVisible()
})
