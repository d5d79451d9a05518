import { expect, test, type Locator, type Page } from "@playwright/test"
import { headline } from "./fixtures/desk"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "ogrady"]
const COUNT = 3
const MOST_TABS = 60

let lantern: StartedLantern
test.beforeAll(async () => {
  lantern = await npmStart()
})
test.afterAll(() => lantern?.remove())

/** Tab by Tab, as one without a mouse goes; what has the focus must look otherwise than before. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const before = await looksOf(target)
  for (let tabs = 0; tabs <= MOST_TABS; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      if (tabs > 0) await expect.poll(() => looksOf(target), "its focus can be seen").not.toBe(before)
      return
    }
    await page.keyboard.press("Tab")
  }
  throw new Error(`Not reached with ${MOST_TABS} Tabs: ${String(target)}`)
}

/** What can tell of a focus: outline, shadow and border, of the element itself or of what holds it. */
function looksOf(target: Locator): Promise<string> {
  return target.evaluate((element) => [element, element.parentElement!].map((one) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(one)
    return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor].join(" ")
  }).join("; "))
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press("Enter")
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.type(text)
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })

test("an outage from sign-in to its end without a mouse", async ({ page }) => {
  const pressed: string[] = []
  await page.exposeFunction("toldOfMouse", (what: string) => void pressed.push(what))
  await page.addInitScript(() => {
    const { toldOfMouse } = window as unknown as { toldOfMouse: (what: string) => void }
    for (const kind of ["pointerdown", "mousedown"]) window.addEventListener(kind, (event) => { if (event.isTrusted) toldOfMouse(kind) }, true)
    window.print = () => { document.title = "printed" }
  })
  await page.goto(lantern.signInLink)
  await press(page, button(page, "Sign in"))
  await expect(headline(page, "All clear")).toBeVisible()

  await press(page, page.getByRole("link", { name: "Declare an outage" }))
  await type(page, page.getByLabel("Reason"), "Campus sign-on is down")
  await type(page, page.getByLabel("Expected length in hours"), "6")
  await press(page, button(page, "Continue"))
  await tabTo(page, page.getByLabel("Paste Primary IDs"))
  await page.keyboard.insertText(STAFF.join("\n"))
  await press(page, button(page, "Read the accounts"))
  await expect(headline(page, `${COUNT} of ${STAFF.length} will be switched`)).toBeVisible()

  await press(page, button(page, `Switch ${COUNT} to Internal`))
  const dialog = page.getByRole("dialog")
  await expect(dialog.getByLabel(`Type ${COUNT} to confirm`)).toBeFocused()
  await page.keyboard.press("Escape")
  await expect(dialog).toHaveCount(0)
  await expect(button(page, `Switch ${COUNT} to Internal`), "the focus comes back from a dialog").toBeFocused()
  await page.keyboard.press("Enter")
  await expect(dialog.getByLabel(`Type ${COUNT} to confirm`)).toBeFocused()
  await page.keyboard.type(String(COUNT))
  await press(page, dialog.getByRole("button", { name: `Switch ${COUNT} to Internal` }))
  await expect(headline(page, `${COUNT} of ${COUNT} are Internal`)).toBeVisible({ timeout: 40_000 })

  await lookAtAnAccount(page)
  await press(page, page.getByRole("link", { name: `Hand over ${COUNT} codes` }))
  await press(page, button(page, `Make ${COUNT} slips`))
  await press(page, button(page, `Print ${COUNT} slips`))
  await expect(page).toHaveTitle("printed")
  await press(page, page.getByRole("link", { name: "Back to the outage" }))
  await press(page, button(page, "End outage…"))
  await press(page, dialog.getByRole("button", { name: `End and return ${COUNT}` }))
  await expect(headline(page, `0 of ${COUNT} still Internal`)).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 30_000 })
  expect(pressed).toEqual([])
})

/** The table is one stop for Tab; arrows walk its rows, and Enter opens the account of one. */
async function lookAtAnAccount(page: Page): Promise<void> {
  const table = page.getByRole("grid", { name: "Accounts" })
  for (let tabs = 0; !(await table.evaluate((element) => element.contains(document.activeElement) && document.activeElement!.getAttribute("role") === "row")); tabs++) {
    expect(tabs, "the rows are reached").toBeLessThan(MOST_TABS)
    await page.keyboard.press("Tab")
  }
  await page.keyboard.press("ArrowDown")
  const row = table.locator("[role=row]:focus")
  await expect(row).toHaveCount(1)
  const name = (await row.getByRole("rowheader").locator("*").first().innerText()).trim()
  await page.keyboard.press("Enter")
  await expect(page.getByRole("dialog")).toContainText(name)
  await page.keyboard.press("Escape")
  await expect(page.getByRole("dialog")).toHaveCount(0)
  await expect(row, "the focus comes back to the row").toHaveCount(1)
}
