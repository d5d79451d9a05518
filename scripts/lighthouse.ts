// npm run lighthouse: measures the pick-up page and the outage page of a practice Lantern, and prints what it found.
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { chromium, type Page } from "@playwright/test"
import lighthouse, { type Flags, type Result } from "lighthouse"
import { confirmSwitch, declareUntilPreview, headline, signIn } from "@/e2e/fixtures/desk"
import { freePort } from "@/e2e/fixtures/environment"
import { npmStart, type StartedLantern } from "@/e2e/fixtures/npm-start"
import { PRACTICE_STAFF } from "@/lib/domain/practice-staff"
import { findBrowser } from "@/scripts/find-browser"

const LEAST = 95
const COUNT = 23
const CATEGORIES = ["performance", "accessibility", "best-practices"]
/** Lighthouse's own "Slow 4G": 1.6 Mbit/s, 150 ms, a processor four times slower than this machine's. */
const MOBILE: Flags = { onlyCategories: CATEGORIES, formFactor: "mobile", logLevel: "error" }
const DESKTOP: Flags = {
  ...MOBILE,
  formFactor: "desktop",
  screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
  throttling: { rttMs: 40, throughputKbps: 10_240, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 },
}

/** @returns whether every score is high enough */
async function measure(what: string, url: string, flags: Flags, port: number): Promise<boolean> {
  const run = await lighthouse(url, { ...flags, port })
  const result = run?.lhr
  if (!result || result.runtimeError) throw new Error(`${what}: ${result?.runtimeError?.message ?? "no result"}`)
  const scores = CATEGORIES.map((id) => [id, Math.round((result.categories[id]?.score ?? 0) * 100)] as const)
  console.log(`\n${what}`)
  for (const [id, score] of scores) console.log(`  ${id.padEnd(16)} ${score}`)
  for (const [label, id] of Object.entries({ "first paint": "first-contentful-paint", LCP: "largest-contentful-paint", blocked: "total-blocking-time", shift: "cumulative-layout-shift", transfer: "total-byte-weight" })) {
    console.log(`  ${label.padEnd(16)} ${id === "total-byte-weight" ? transfer(result) : (result.audits[id]?.displayValue ?? "?")}`)
  }
  for (const id of CATEGORIES) tellWhatCosts(result, id)
  return scores.every(([, score]) => score >= LEAST)
}

function transfer({ audits }: Result): string {
  const bytes = audits["total-byte-weight"]?.numericValue ?? Number.NaN
  return `${(bytes / 1000).toFixed(1)} kB`
}

/** Each audit that takes points off, in Lighthouse's words. */
function tellWhatCosts({ categories, audits }: Result, category: string): void {
  for (const { id, weight } of categories[category]?.auditRefs ?? []) {
    const audit = audits[id]
    if (weight > 0 && audit && audit.score !== null && audit.score < 0.9) console.log(`  takes points: ${audit.title} (${audit.displayValue ?? audit.score})`)
  }
}

async function openOutage(page: Page, lantern: StartedLantern): Promise<string> {
  await signIn(page, lantern.signInLink)
  await declareUntilPreview(page, PRACTICE_STAFF)
  await headline(page, `${COUNT} of ${PRACTICE_STAFF.length} will be switched`).waitFor()
  await confirmSwitch(page, COUNT)
  await headline(page, `${COUNT} of ${COUNT} are Internal`).waitFor({ timeout: 60_000 })
  return page.url()
}

const executablePath = await findBrowser()
const port = await freePort()
const lantern = await npmStart()
const args = [`--remote-debugging-port=${port}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])]
// Lighthouse opens its pages in the browser's own profile, and is signed in there as we are.
const profile = await mkdtemp(path.join(tmpdir(), "lantern-lighthouse-"))
const browser = await chromium.launchPersistentContext(profile, { executablePath, args })
let ok = true
try {
  const page = await browser.newPage()
  const outage = await openOutage(page, lantern)
  await page.close()
  ok = (await measure("Pick-up, phone on Slow 4G", `${lantern.url}/pickup`, MOBILE, port)) && ok
  ok = (await measure("Pick-up, desk", `${lantern.url}/pickup`, DESKTOP, port)) && ok
  ok = (await measure("Outage of 23 people, desk", outage, DESKTOP, port)) && ok
  console.log(ok ? `\nEvery score is at least ${LEAST}.` : `\nA score is below ${LEAST}.`)
} finally {
  await browser.close()
  await lantern.stop()
  await lantern.remove()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
process.exitCode = ok ? 0 : 1
