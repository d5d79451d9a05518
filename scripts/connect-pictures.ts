// npm run pictures:connect: connects a college of the practice Alma in the page and keeps its steps in docs/operations/pictures.
import { mkdir, writeFile } from "node:fs/promises"
import path from "node:path"
import { chromium, type Page } from "@playwright/test"
import sharp from "sharp"
import { consortiumAdminLink, walkConnect } from "@/e2e/fixtures/connect-walk"
import { signIn } from "@/e2e/fixtures/desk"
import { npmStart } from "@/e2e/fixtures/npm-start"
import { findBrowser } from "@/scripts/find-browser"
import { root } from "@/scripts/root"

const SIZE = { width: 1200, height: 860 }
const MOST_BYTES = 100_000
const folder = path.join(root, "docs", "operations", "pictures")

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForTimeout(250)
  const png = await sharp(await page.screenshot()).png({ palette: true, quality: 85, effort: 8, compressionLevel: 9 }).toBuffer()
  if (png.length > MOST_BYTES) throw new Error(`${name}.png is ${png.length} bytes.`)
  await writeFile(path.join(folder, `${name}.png`), png)
  console.log(`${name}.png  ${Math.round(png.length / 1000)} kB`)
}

await mkdir(folder, { recursive: true })
const executablePath = await findBrowser()
const lantern = await npmStart()
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
try {
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 1, reducedMotion: "reduce" })
  await signIn(page, await consortiumAdminLink(lantern.command))
  await walkConnect(page, { url: lantern.url, practiceUrl: lantern.practice.url }, (name) => picture(page, name))
} finally {
  await browser.close()
  await lantern.remove()
}
