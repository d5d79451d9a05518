import { CHALLENGE_MS } from "@/lib/services/make-challenge"

interface CookieOptions {
  httpOnly: true
  secure: boolean
  sameSite: "lax" | "strict"
  path: "/"
  maxAge?: number
}

/**
 * `__Host-` binds a cookie to this host and to https, so that no sister site of the campus can set
 * it; browsers take it only with `Secure`, so a Lantern tried out on http://localhost goes without.
 */
export function cookiesOf(publicUrl: string) {
  const secure = publicUrl.startsWith("https:")
  const name = (plain: string) => `${secure ? "__Host-" : ""}lantern.${plain}`
  const options: CookieOptions = { httpOnly: true, secure, sameSite: "lax", path: "/" }
  const brief = { ...options, maxAge: CHALLENGE_MS / 1000 }
  return {
    session: { name: name("session"), options },
    csrf: { name: name("csrf"), options },
    callbackUrl: { name: name("callback-url"), options },
    // These come back with a navigation from the identity provider, so they can't be strict.
    campusState: { name: name("campus-state"), options: brief },
    campusNonce: { name: name("campus-nonce"), options: brief },
    campusPkce: { name: name("campus-pkce"), options: brief },
    campusTie: { name: name("campus-tie"), options: brief },
    challenge: { name: name("challenge"), options: { ...options, sameSite: "strict" as const, maxAge: CHALLENGE_MS / 1000 } },
  }
}
