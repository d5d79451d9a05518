import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { newToken } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { enrolledKeys } from "@/lib/db/enrolments"
import type { Institution } from "@/lib/db/generated/client"
import { readRosterStaff } from "@/lib/db/rosters"
import { findInstitution } from "@/lib/db/scope"
import { primaryIdKey } from "@/lib/domain/account-facts"
import type { EnrolmentLinkView } from "@/lib/domain/enrolment"
import { AppError } from "@/lib/domain/errors"
import type { RosterPerson } from "@/lib/domain/roster"
import { parseStaffList } from "@/lib/domain/staff-list"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { enrolmentHash, LINK_MS } from "./enrolment-tokens"
import { knownStaff } from "./known-staff"
import { parseInput } from "./parse-input"

/** More are typed by nobody: they are on a roster. */
const TYPED_LIMIT = 50

export const linksInput = z.object({
  institution: z.string(),
  /** Those of this roster who aren't enrolled yet. */
  rosterId: z.uuid().optional(),
  /** Primary IDs, instead: these, enrolled or not. */
  staff: z.string().max(20_000, "This list is too long. Save it as a roster.").optional(),
})

/**
 * Makes a link each by which somebody enrols, for later pick-ups without a liaison; an older link of theirs stops
 * working, what they have enrolled stays. The links are in this answer and nowhere else; the token stands after
 * `#`, which no server or proxy is ever sent.
 * @throws AppError `input`, `refused`, `step_up_required`
 */
export async function makeEnrolmentLinks(ctx: ServiceContext, raw: z.input<typeof linksInput>): Promise<EnrolmentLinkView[]> {
  const input = parseInput(linksInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "codes.issue")
  requireStepUp(ctx)
  const staff = input.rosterId === undefined ? await typedStaff(ctx, institution, input.staff ?? "") : await missingOf(ctx, institution, input.rosterId)
  const now = ctx.clock()
  const expiresAt = new Date(now.getTime() + LINK_MS)
  const links = staff.map((person) => ({ ...person, token: newToken() }))
  await ctx.db.$transaction(
    async (tx) => {
      for (const { primaryId, name, token } of links) {
        const key = primaryIdKey(primaryId)
        const link = { linkHash: enrolmentHash(ctx.keyring, "link", token), linkExpiresAt: expiresAt, linkUsedAt: null, createdBy: ctx.actor.name }
        await tx.staffEnrolment.upsert({
          where: { institutionId_primaryIdKey: { institutionId: institution.id, primaryIdKey: key } },
          create: { institutionId: institution.id, primaryId, primaryIdKey: key, name, createdAt: now, ...link },
          update: { ...link, ...(name && { name }) },
        })
      }
      await appendAudit(tx, auditFrame(ctx, institution.id), links.map(({ primaryId }) => ({ action: "enrolment.link_made", detail: { primaryId } })))
    },
    { timeout: 60_000 },
  )
  return links.map(({ primaryId, name, token }) => ({
    primaryId, name, url: `${ctx.settings.publicUrl}/enrol#link=${token}`, expiresAt: expiresAt.toISOString(),
  }))
}

async function typedStaff(ctx: ServiceContext, institution: Institution, text: string): Promise<RosterPerson[]> {
  const ids = parseStaffList(text).filter((entry) => !entry.duplicate).map((entry) => entry.primaryId)
  if (ids.length > TYPED_LIMIT) throw new AppError("input", `At most ${TYPED_LIMIT} Primary IDs at once. Save the list as a roster, and choose that.`)
  const people = await knownStaff(ctx, institution, ids)
  return [...new Map(people.map((person) => [primaryIdKey(person.primaryId), person])).values()]
}

async function missingOf(ctx: ServiceContext, institution: Institution, rosterId: string): Promise<RosterPerson[]> {
  const [staff] = await readRosterStaff(ctx.db, institution.id, [rosterId])
  if (!staff) throw new AppError("not_found", "This roster is not there any more. No link was made.")
  const enrolled = await enrolledKeys(ctx.db, institution.id)
  const missing = staff.filter((person) => !enrolled.has(primaryIdKey(person.primaryId)))
  if (missing.length === 0) throw new AppError("refused", "Everybody on this roster is enrolled already. No link was made.")
  return missing
}
