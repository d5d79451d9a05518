import { userAgent } from "next/server"

/** What a browser calls itself, such as "Firefox on Windows", so that a person knows their own sessions. It decides nothing. */
export function browserName(headers: Headers): string {
  const { browser, os } = userAgent({ headers })
  const name = browser.name ?? "A browser"
  return os.name ? `${name} on ${os.name}` : name
}
