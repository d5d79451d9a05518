import { decode, encode, type JWTDecodeParams } from "next-auth/jwt"

/** The one way in which Lantern's own tokens are made: a key of its own, straight, with AES-256-GCM. */
const MADE_WITH = { alg: "dir", enc: "A256GCM" }

/** As next-auth's own, but what says that it was made in another way isn't tried. @returns null for what isn't ours */
export async function decodeToken(params: JWTDecodeParams) {
  return isMadeOurWay(params.token) ? decode(params) : null
}

function isMadeOurWay(token: string | undefined): boolean {
  try {
    const head: unknown = JSON.parse(Buffer.from(token?.split(".")[0] ?? "", "base64url").toString())
    const { alg, enc, ...others } = head as Record<string, unknown>
    return alg === MADE_WITH.alg && enc === MADE_WITH.enc && Object.keys(others).length === 0
  } catch {
    return false
  }
}

/** The id of the session that a cookie holds; null when it isn't one of ours, or is from before a change of keys. */
export async function sessionIn(cookie: string | undefined, secret: string): Promise<string | null> {
  const token = cookie === undefined ? null : await decodeToken({ token: cookie, secret }).catch(() => null)
  return typeof token?.sid === "string" ? token.sid : null
}

/** What the cookie holds for a session of this id, as next-auth would write it. */
export function sessionCookie(sid: string, secret: string, seconds: number): Promise<string> {
  return encode({ token: { sid }, secret, maxAge: seconds })
}
