import type { NextAuthOptions, User } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import { cookies, headers } from "next/headers"
import { AppError } from "@/lib/domain/errors"
import { campusSettings, env } from "@/lib/env"
import { finishSignIn } from "@/lib/services/finish-sign-in"
import { redeemSignInLink, type RedeemedLink } from "@/lib/services/redeem-sign-in-link"
import { signOut } from "@/lib/services/sign-out"
import { webContext } from "@/lib/services/web-context"
import { browserName } from "./browser-name"
import { campusProvider } from "./campus-provider"
import { campusReturn } from "./campus-return"
import { clientAddress } from "./client-address"
import { cookiesOf } from "./cookies"
import { nextAuthSecret } from "./next-auth-secret"
import { noteRefused } from "./note-refused"
import { reportUnexpected, unexpectedSentence } from "./report-unexpected"
import { isOwnPath } from "./same-origin"
import { decodeToken, sessionIn } from "./session-token"
import { ABSOLUTE_MS } from "./sessions"
import { NOBODY } from "./nobody"

export async function nextAuthOptions(): Promise<NextAuthOptions> {
  const publicUrl = env().LANTERN_URL
  const { session, csrf, callbackUrl, campusState: state, campusNonce: nonce, campusPkce: pkceCodeVerifier } = cookiesOf(publicUrl)
  const settings = campusSettings(env())
  return {
    secret: await nextAuthSecret(),
    providers: [linkProvider(), codeProvider(), passkeyProvider(), recoveryProvider(), ...(settings ? [campusProvider(settings)] : [])],
    session: { strategy: "jwt", maxAge: ABSOLUTE_MS / 1000 },
    jwt: { decode: decodeToken },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    useSecureCookies: session.options.secure,
    cookies: { sessionToken: session, csrfToken: csrf, callbackUrl, state, nonce, pkceCodeVerifier },
    callbacks: {
      // A campus sign-on never gets further than here: what it opens, if anything, is the question for a second factor.
      // Nor does a link of somebody who has one.
      signIn: ({ account, profile, user }) => (account?.type === "oauth" ? campusReturn(profile) : asksFor(user) ?? true),
      // The token holds the session's id and nothing else: who that is stands in the database.
      jwt: ({ token, user }) => (user ? { sid: user.id } : token.sid ? { sid: token.sid } : {}),
      session: ({ session: { expires } }) => ({ expires }),
      redirect: ({ url, baseUrl }) => (isOwnPath(url) ? `${baseUrl}${url}` : baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await signOut(await webContext(NOBODY), { sessionToken: token.sid })
      },
    },
    logger: {
      error: (code, detail) => {
        // A provider that doesn't answer or an answer that doesn't fit is expected, and worth a line of its own.
        if (code.includes("OAUTH")) noteRefused("campus", code)
        else reportUnexpected(`next-auth ${code}`, detail instanceof Error ? detail : detail?.error)
      },
      warn: () => {},
      debug: () => {},
    },
  }
}

/** Who was let in, or what they are asked for before. */
interface Entered extends User {
  asks?: string
}

/** Where the second factor is asked for; null when nothing more is asked. */
function asksFor(user: Entered): string | null {
  return user.asks === undefined ? null : `${env().LANTERN_URL}/sign-in?then=${user.asks}`
}

function linkProvider() {
  return CredentialsProvider({
    id: "link",
    name: "Sign-in link",
    credentials: { token: {} },
    authorize: (credentials) =>
      answer(async () => redeemSignInLink(await webContext(NOBODY), { token: credentials?.token ?? "", ...(await whereFrom()) })),
  })
}

function codeProvider() {
  return CredentialsProvider({
    id: "code",
    name: "Authenticator code",
    credentials: { code: {} },
    authorize: (credentials) => answer(() => finish({ code: credentials?.code ?? "" })),
  })
}

function passkeyProvider() {
  return CredentialsProvider({
    id: "passkey",
    name: "Passkey",
    credentials: { passkey: {} },
    authorize: (credentials) => answer(() => finish({ passkey: parsed(credentials?.passkey) })),
  })
}

function recoveryProvider() {
  return CredentialsProvider({
    id: "recovery",
    name: "Recovery code",
    credentials: { recoveryCode: {} },
    authorize: (credentials) => answer(() => finish({ recoveryCode: credentials?.recoveryCode ?? "" })),
  })
}

/** The second factor for the challenge that this browser holds. */
async function finish(factor: { code: string } | { passkey: unknown } | { recoveryCode: string }): Promise<{ sessionToken: string }> {
  const { challenge } = cookiesOf(env().LANTERN_URL)
  const token = (await cookies()).get(challenge.name)?.value ?? ""
  return finishSignIn(await webContext(NOBODY), { challenge: token, ...factor, ...(await whereFrom()) })
}

async function whereFrom(): Promise<{ address: string; browser: string }> {
  const sent = await headers()
  return { address: clientAddress(sent), browser: browserName(sent) }
}

/** What isn't JSON is no answer of a passkey either. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "")
  } catch {
    return null
  }
}

/** next-auth hands the message of what is thrown to the page: only sentences for people may get there. */
async function answer(signIn: () => Promise<RedeemedLink>): Promise<Entered> {
  try {
    const entered = await signIn()
    if ("challenge" in entered) {
      const { challenge } = cookiesOf(env().LANTERN_URL)
      ;(await cookies()).set(challenge.name, entered.challenge, challenge.options)
      return { id: "", asks: entered.by }
    }
    await endFormerSession()
    return { id: entered.sessionToken }
  } catch (error) {
    if (error instanceof AppError) throw new Error(error.message)
    throw new Error(unexpectedSentence(reportUnexpected("sign-in", error)))
  }
}

/** What this browser was signed in as until now ends with the new sign-in: its cookie is about to be written over. */
async function endFormerSession(): Promise<void> {
  try {
    const cookie = (await cookies()).get(cookiesOf(env().LANTERN_URL).session.name)?.value
    const former = await sessionIn(cookie, await nextAuthSecret())
    if (former !== null) await signOut(await webContext(NOBODY), { sessionToken: former })
  } catch (error) {
    // The new session stands, and lets its person in; the former one ends by itself.
    reportUnexpected("ending the former session", error)
  }
}
