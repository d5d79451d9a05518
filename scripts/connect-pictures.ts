// npm run pictures:connect: connects a college of the practice Alma in the page and keeps its steps in docs/operations/pictures.
import { mkdir, writeFile } from "node:fs/promises"
import path from "node:path"
import { chromium, type Page } from "@playwright/test"
import sharp from "sharp"
import { headline } from "@/e2e/fixtures/desk"
import { npmStart, type StartedLantern } from "@/e2e/fixtures/npm-start"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import { findBrowser } from "@/scripts/find-browser"
import { root } from "@/scripts/root"

const SIZE = { width: 1200, height: 860 }
const MOST_BYTES = 90_000
const folder = process.argv[2] ?? path.join(root, "docs", "operations", "pictures")

async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForTimeout(250)
  const png = await sharp(await page.screenshot({ fullPage })).png({ palette: true, quality: 85, effort: 8, compressionLevel: 9 }).toBuffer()
  if (png.length > MOST_BYTES) throw new Error(`${name}.png is ${png.length} bytes.`)
  await writeFile(path.join(folder, `${name}.png`), png)
  console.log(`${name}.png  ${Math.round(png.length / 1000)} kB`)
}

/** An admin of the whole consortium, as the operator adds one. */
async function adminLink({ command }: StartedLantern): Promise<string> {
  await command.json(["person", "add", "--email", "grace.lindholm@consortium.example", "--name", "Grace Lindholm", "--role", "admin"])
  return (await command.json<{ url: string }>(["person", "link", "grace.lindholm@consortium.example"])).url
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click()
}

async function walk(page: Page, lantern: StartedLantern): Promise<void> {
  await page.goto(await adminLink(lantern))
  await press(page, "Sign in")
  await headline(page, "All clear").waitFor()
  await page.goto(`${lantern.url}/settings`)
  await headline(page, /set$/).waitFor()
  await picture(page, "settings")
  await page.getByRole("link", { name: "Connect another institution" }).click()
  await headline(page, "Whose Alma is it?").waitFor()
  await page.getByLabel("Code", { exact: true }).fill("ABC")
  await page.getByLabel("Name").fill("Abbey College")
  await page.getByRole("button", { name: /Region of your Alma/ }).click()
  await page.getByRole("option", { name: "Another address" }).click()
  await page.getByLabel("Address of the Alma API").fill(lantern.practice.url)
  await page.getByLabel("API key").fill(PRACTICE_API_KEY)
  await page.getByLabel("Login page for Internal users").fill(`${lantern.practice.url}/mng/login?auth=local`)
  await press(page, "Try it and enter it")
  await page.getByRole("alert").getByText("Nothing was stored").waitFor()
  await picture(page, "connect-key-refused")
  await page.getByLabel("Code in Alma").fill("01PRACTICE_INST")
  await press(page, "Try it and enter it")
  await page.getByText("Abbey College is entered.").waitFor()
  await picture(page, "connect-key")

  await press(page, "Continue")
  await headline(page, "Where do staff log in?").waitFor()
  await page.getByLabel("Campus login to Alma").fill(`${lantern.practice.url}/SAML`)
  await press(page, "Check and keep")
  await page.getByText("This is what Lantern saw").waitFor()
  await picture(page, "connect-login")
  await press(page, "Continue")

  await headline(page, "Is sign-on up?").waitFor()
  await page.getByLabel("SAML metadata").fill(`${lantern.practice.url}/idp/metadata`)
  await press(page, "Check and keep")
  await page.getByText("This is what Lantern saw").waitFor()
  await picture(page, "connect-sign-on")
  await press(page, "Continue")

  await headline(page, "What time is it there?").waitFor()
  await press(page, "Check and keep")
  await page.getByText("This is what Lantern saw").waitFor()
  await press(page, "Continue")

  await headline(page, "What loads the users?").waitFor()
  await press(page, "Ask Alma which there are")
  await page.getByRole("button", { name: /^Use / }).first().click()
  await picture(page, "connect-user-load")
  await press(page, "Keep it")
  await page.getByText("Kept.").waitFor()
  await press(page, "Continue")

  await headline(page, "How are accounts switched?").waitFor()
  await picture(page, "connect-route", true)
  await page.getByLabel("What the panel shows").fill(practiceJobPayload().replace('"SEND_Notification_To_User_Active"\n      },\n      "value": "false"', '"SEND_Notification_To_User_Active"\n      },\n      "value": "true"'))
  await press(page, "Read it and keep it")
  await page.getByText("sends letters to the users").waitFor()
  await page.getByLabel("What the panel shows").fill(practiceJobPayload())
  await press(page, "Read it and keep it")
  await page.getByText("This job will make accounts Internal.").waitFor()
  await picture(page, "connect-job")
  await press(page, "Keep it")
  await page.getByText("Kept.").waitFor()
  await press(page, "Continue")

  await headline(page, "Who can declare?").waitFor()
  await page.getByLabel("Whom staff ask for help").fill("the Circulation desk, extension 4410")
  await press(page, "Keep it")
  await page.getByText("Kept.").waitFor()
  await press(page, "Continue")
  await headline(page, "Abbey College is connected").waitFor()
  await picture(page, "connect-done")

  await page.goto(`${lantern.url}/settings/institution`)
  await headline(page, /practice/).waitFor()
  await picture(page, "settings-institution", true)
}

await mkdir(folder, { recursive: true })
const executablePath = await findBrowser()
const lantern = await npmStart()
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
try {
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 1, reducedMotion: "reduce" })
  try {
    await walk(page, lantern)
  } catch (error) {
    await page.screenshot({ path: "/tmp/n-connect-fail.png", fullPage: true })
    throw error
  }
} finally {
  await browser.close()
  await lantern.remove()
}
