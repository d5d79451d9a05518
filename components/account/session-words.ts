/** How somebody signed in, in a few words. */
const METHOD_WORDS: Record<string, string> = {
  totp: "password and code",
  passkey: "password and passkey",
  recovery: "password and recovery code",
  "campus-totp": "campus sign-on and code",
  "campus-passkey": "campus sign-on and passkey",
  "campus-recovery": "campus sign-on and recovery code",
  "link-totp": "sign-in link and code",
  "link-passkey": "sign-in link and passkey",
  "link-recovery": "sign-in link and recovery code",
  link: "sign-in link",
  "set-up": "sign-in link",
}

export function methodWords(method: string): string {
  return METHOD_WORDS[method] ?? method
}

const LOOPBACK = ["::1", "127.0.0.1", "::ffff:127.0.0.1"]

/** "Firefox on Windows, from 198.51.100.7" */
export function placeWords({ browser, address }: { browser: string | null; address: string | null }): string {
  const from = !address || address === "unknown" ? "" : LOOPBACK.includes(address) ? ", on Lantern’s own machine" : `, from ${address}`
  return `${browser ?? "A browser"}${from}`
}
