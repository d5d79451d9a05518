import { createHmac, randomBytes } from "node:crypto"
import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution } from "@/lib/db/generated/client"
import type { Keyring } from "@/lib/db/keyring"
import { findOutage } from "@/lib/db/scope"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { CODE_LIFE_SECONDS, makeCode } from "@/lib/domain/pickup-code"
import { parseStaffList } from "@/lib/domain/staff-list"
import type { IssuedCodeView } from "@/lib/domain/views"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"

const issueInput = z.object({
  outageId: z.string(),
  kind: z.enum(["slip", "live"]).default("slip"),
  holdIds: z.array(z.string()).max(10_000).optional(),
  /** A pasted list of Primary IDs, instead of `holdIds`. */
  staff: z.string().optional(),
})

/** The code's hash, with a pepper that is kept outside the database. */
export function codeHash(keyring: Keyring, code: string): string {
  return createHmac("sha256", keyring.key("pickup-pepper")).update(code).digest("base64url")
}

/**
 * Makes pick-up codes: for the people named, killing their older code, or, when nobody is named, for
 * everyone who is Internal, has no live code and hasn't collected. The codes are in this answer and
 * nowhere else.
 * @throws AppError `input` for someone not on the list; `refused` for someone who isn't Internal, or
 * whose last pick-up ended without an answer less than five minutes ago, or where the key of the manual
 * route can't set passwords
 */
export async function issueCodes(ctx: ServiceContext, raw: z.input<typeof issueInput>): Promise<IssuedCodeView[]> {
  const input = parseInput(issueInput, raw)
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "codes.issue")
  if (outage.endedAt !== null) throw new AppError("refused", "This outage has ended: no more codes are made.")
  await requireSetsPasswords(ctx, outage.institution)
  const now = ctx.clock()
  const holds = await ctx.db.hold.findMany({
    where: { outageId: outage.id },
    include: { codes: { where: { state: "live", expiresAt: { gt: now } } } },
    orderBy: [{ name: "asc" }, { primaryId: "asc" }],
  })
  const named = input.holdIds !== undefined || input.staff !== undefined
  const chosen = named
    ? chooseNamed(holds, input, now)
    : holds.filter((hold) => hold.state === "internal" && hold.codes.length === 0 && !isWaitingForHelp(hold, now))
  const issued = chosen.map((hold) => ({ hold, code: makeCode(input.kind, randomByte) }))
  const expiresAt = new Date(now.getTime() + CODE_LIFE_SECONDS[input.kind] * 1000)
  await ctx.db.$transaction(
    async (tx) => {
      const [still] = await tx.$queryRaw<{ endedAt: Date | null }[]>`
        select "endedAt" from "Outage" where "id" = ${outage.id}::uuid for update`
      if (still?.endedAt !== null) throw new AppError("refused", "This outage has ended: no more codes are made.")
      const ids = issued.map(({ hold }) => hold.id)
      // An early return may have come since; it locks the outage too.
      const held = await tx.hold.count({ where: { id: { in: ids }, desired: "internal", state: { in: ["internal", "collected"] } } })
      if (held < ids.length) throw new AppError("refused", "Some of these accounts have just changed. No code was made: try again.")
      await tx.pickupCode.updateMany({ where: { holdId: { in: ids }, state: { in: ["live", "claimed"] } }, data: { state: "dead" } })
      await tx.pickupCode.createMany({
        data: issued.map(({ hold, code }) => ({
          holdId: hold.id,
          kind: input.kind,
          hash: codeHash(ctx.keyring, code),
          expiresAt,
          createdAt: now,
          createdBy: ctx.actor.name,
        })),
      })
      await appendAudit(
        tx,
        auditFrame(ctx, outage.institutionId),
        ids.map((holdId) => ({ action: "code.issued", outageId: outage.id, holdId, detail: { kind: input.kind } })),
      )
    },
    { timeout: 60_000 },
  )
  return issued.map(({ hold, code }) => ({
    holdId: hold.id,
    primaryId: hold.primaryId,
    name: hold.name,
    department: hold.department,
    code,
    kind: input.kind,
    expiresAt: expiresAt.toISOString(),
  }))
}

/** The other routes refuse such a key before anybody is switched (`requireRoute`). */
async function requireSetsPasswords(ctx: ServiceContext, institution: Institution): Promise<void> {
  if (institution.route !== "manual") return
  const answer = await ctx.almaFor(institution).canWriteUsers()
  const cant = answer.kind === "unauthorized" || answer.kind === "refused" || (answer.kind === "ok" && !answer.value)
  if (cant) throw new AppError("refused", "This key can't set passwords, so a code would open nothing. No code was made: hand the password over by the slip of the by-hand card.")
}

function chooseNamed<H extends Hold>(holds: H[], input: { holdIds?: string[]; staff?: string }, now: Date): H[] {
  const keys = input.staff === undefined ? null : parseStaffList(input.staff).filter((entry) => !entry.duplicate)
  const chosen = keys
    ? keys.map((entry) => {
        const hold = holds.find((row) => row.primaryIdKey === primaryIdKey(entry.primaryId))
        if (!hold) throw new AppError("input", `${entry.primaryId} is not on the list of this outage. No code was made.`)
        return hold
      })
    : holds.filter((hold) => input.holdIds!.includes(hold.id))
  if (chosen.length === 0) throw new AppError("input", "None of these people is on the list of this outage.")
  for (const hold of chosen) {
    const who = hold.name ?? hold.primaryId
    if (hold.state !== "internal" && hold.state !== "collected") {
      throw new AppError("refused", `${who} is not Internal, so there is nothing to pick up. No code was made.`)
    }
    if (isWaitingForHelp(hold, now)) {
      throw new AppError("refused", `The last pick-up of ${who} got no answer from Alma. A new code can be made in a few minutes.`)
    }
  }
  return chosen
}

function isWaitingForHelp(hold: Hold, now: Date): boolean {
  return hold.needsHelpUntil !== null && hold.needsHelpUntil > now
}

let pool = Buffer.alloc(0)
/** Uniform bytes from the system's generator. */
export function randomByte(): number {
  if (pool.length === 0) pool = randomBytes(256)
  const byte = pool[0]!
  pool = pool.subarray(1)
  return byte
}
