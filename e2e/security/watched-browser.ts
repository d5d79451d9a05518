import type { BrowserContext, Page } from "@playwright/test"
import type { Seen } from "./find-secrets"

/** Writes down what a browser asks for and says in its console. */
export function watchBrowser(context: BrowserContext, seen: Seen[]): void {
  context.on("request", (request) => {
    // What stands after # never leaves the browser; the session's cookie belongs in its own header.
    const headers = Object.entries(request.headers()).filter(([name]) => name !== "cookie")
    seen.push({ where: "an address asked for", text: request.url().replace(/#.*/, "") }, { where: "a header that was sent", text: JSON.stringify(headers) })
  })
  context.on("console", (message) => void seen.push({ where: "the console", text: message.text() }))
  context.on("weberror", (error) => void seen.push({ where: "the console", text: String(error.error()) }))
}

/** What a page leaves behind in the browser: its stores, its addresses, what was measured of them, and what it shows. */
export async function keptBy(page: Page): Promise<Seen[]> {
  const state = await page.context().storageState({ indexedDB: true })
  const inPage = await page.evaluate(async () => JSON.stringify({
    local: { ...localStorage }, session: { ...sessionStorage }, name: window.name, state: history.state as unknown,
    caches: await caches.keys(), databases: await indexedDB.databases(),
    entries: performance.getEntries().map((entry) => entry.name), here: location.href, cookies: document.cookie,
  }))
  const cdp = await page.context().newCDPSession(page)
  const { entries } = await cdp.send("Page.getNavigationHistory")
  await cdp.detach()
  return [
    { where: "the browser's stores", text: JSON.stringify(state.origins) },
    { where: "what a script of the page can read", text: inPage },
    { where: "the history", text: JSON.stringify(entries.map(({ url, title }) => ({ url, title }))) },
    { where: "the page", text: await page.content() },
  ]
}
