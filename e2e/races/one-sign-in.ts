import { randomBytes, randomUUID } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import { Secret, TOTP } from "otpauth"
import { newToken, signInHash } from "@/lib/auth/tokens"
import { newTotpSecret, sealTotpSecret } from "@/lib/auth/totp"
import { makeRecoveryCode } from "@/lib/domain/recovery-code"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { CHALLENGE_MS } from "@/lib/services/make-challenge"
import { makeEnrolmentLinks } from "@/lib/services/make-enrolment-links"
import type { Finding } from "./clicks"
import { type Answers, countOf, inWords, type Company } from "./company"
import { address } from "./one-code"

const tokenOf = ({ url }: { url: string }) => url.split("#link=")[1]!

/** One sign-in link opened by very many at once: one of them has a session. */
export async function oneSignInLink(company: Company, count: number): Promise<Finding> {
  const { ctx } = company.scene
  const person = await somebody(company, { withApp: false })
  const token = tokenOf(await createSignInLink(ctx, { email: person.email }))
  const answers = await company.askAll("openLink", count, () => ({ token }))
  const sessions = await ctx.db.session.count({ where: { personId: person.id } })
  return found("sign-in link", count, answers, sessions, "session")
}

/** One enrolment link opened by very many at once: one page has a ticket. */
export async function oneEnrolmentLink(company: Company, count: number): Promise<Finding> {
  const { ctx } = company.scene
  const { code, id: institutionId } = await company.place("LINK", "direct")
  const [link] = await makeEnrolmentLinks(ctx, { institution: code, staff: "bare" })
  const answers = await company.askAll("openEnrolment", count, () => ({ token: tokenOf(link!) }))
  const opened = await ctx.db.auditEntry.count({ where: { chain: institutionId, action: "enrolment.opened" } })
  return found("enrolment link", count, answers, opened, "opened page")
}

/**
 * One code of an app, or one recovery code, used by very many at once, each in a sign-in of its own whose password was
 * right. What slows guessing is emptied all the while, so that it isn't that alone which holds them off.
 */
export async function oneSecondFactor(company: Company, kind: "code" | "recovery code", count: number): Promise<Finding> {
  const { scene: { ctx, look } } = company
  const person = await somebody(company, { withApp: true })
  const recoveryCode = makeRecoveryCode(() => randomBytes(1)[0]!)
  await ctx.db.recoveryCode.create({ data: { personId: person.id, hash: signInHash(ctx.keyring, "recovery", recoveryCode), createdAt: new Date() } })
  const challenges = await challengesFor(company, person.id, count)
  let over = false
  const emptying = (async () => {
    while (!over) {
      await look(`delete from "RateLimiterFlexible"`).catch(() => {})
      await delay(5)
    }
  })()
  const factor = kind === "code" ? { code: person.totp.generate() } : { recoveryCode }
  const answers = await company.askAll("secondFactor", count, (at) => ({ challenge: challenges[at]!, address: address(at), ...factor }))
  over = true
  await emptying
  const sessions = await ctx.db.session.count({ where: { personId: person.id } })
  return found(kind === "code" ? "code of an authenticator app" : kind, count, answers, sessions, "session")
}

/** An admin, with an app where they need one to sign in. */
async function somebody({ scene: { ctx } }: Company, { withApp }: { withApp: boolean }) {
  const id = randomUUID()
  const email = `${id}@people.example`
  const secret = newTotpSecret()
  const app = withApp ? { passwordHash: "none", totpSealed: sealTotpSecret(ctx.keyring, id, secret), totpConfirmedAt: new Date() } : {}
  await ctx.db.person.create({ data: { id, email, name: "Ruth Okafor", memberships: { create: { institutionId: null, role: "admin" } }, ...app } })
  return { id, email, totp: new TOTP({ secret: Secret.fromBase32(secret) }) }
}

async function challengesFor({ scene: { ctx } }: Company, personId: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, newToken)
  const expiresAt = new Date(Date.now() + CHALLENGE_MS)
  for (let at = 0; at < count; at += 5_000) {
    const data = tokens.slice(at, at + 5_000).map((token) => ({ personId, hash: signInHash(ctx.keyring, "challenge", token), expiresAt, first: "password" }))
    await ctx.db.signInChallenge.createMany({ data })
  }
  return tokens
}

function found(what: string, count: number, answers: Answers<unknown>, made: number, of: string): Finding {
  const wrong: string[] = []
  if (answers.given.length !== 1) wrong.push(`${answers.given.length} of ${count} uses of one ${what} were let in`)
  if (made !== 1) wrong.push(`${what}: ${made} times ${of}`)
  if (countOf(answers.broken) > 0) wrong.push(`${what}: ${countOf(answers.broken)} uses met an error page`)
  return { lines: [`${count} uses at once of one ${what}`, ...inWords(answers), `  ${made} ${of} came of it`], wrong }
}
