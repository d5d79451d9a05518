import { randomUUID } from "node:crypto"
import { parseJobPayload } from "@/lib/alma/job-payload"
import { appendAudit } from "@/lib/db/audit"
import type { Institution } from "@/lib/db/generated/client"
import { seal, unseal } from "@/lib/db/seal"
import { addPerson } from "./add-person"
import { storeInstitution } from "./add-institution"
import type { ServiceContext } from "./context"
import { apiKeyPlace, auditFrame } from "./context"

const PRACTICE_CODE = "PRA"
export const PRACTICE_PERSON = { name: "Ruth Okafor", email: "ruth.okafor@practice.example" }

/**
 * The practice Alma has no identity of an institution's: somebody's test Alma may call itself alike.
 * This one keeps it unique within a Lantern.
 */
const PRACTICE_IDENTITY = "practice"

export interface PracticePlace {
  /** Where our own practice Alma listens. It alone is exempt from the rule on private addresses. */
  practiceUrl: string
  apiKey: string
  /** The text of its API Information panel. */
  jobPayload: string
  loginUrl: string
  ssoUrl: string
}

/**
 * Makes the practice institution and its person once; later only follows the practice Alma's address and key. They are its
 * admin: a newcomer tries everything there, and has nobody to ask.
 */
export async function seedPractice(ctx: ServiceContext, place: PracticePlace): Promise<{ institutionId: string }> {
  const known = await ctx.db.institution.findUnique({ where: { code: PRACTICE_CODE } })
  if (known && !known.practice) throw new Error(`The institution ${PRACTICE_CODE} is not the practice institution.`)
  const institutionId = known ? known.id : await createPractice(ctx, place)
  if (known) await follow(ctx, known, place)
  const person = await ctx.db.person.findUnique({ where: { email: PRACTICE_PERSON.email } })
  if (!person) await addPerson(ctx, { ...PRACTICE_PERSON, role: "admin", institutionCode: PRACTICE_CODE })
  return { institutionId }
}

async function createPractice(ctx: ServiceContext, place: PracticePlace): Promise<string> {
  const parsed = parseJobPayload(place.jobPayload)
  if (!parsed.ok) throw new Error(`The practice Alma's own payload can't be read: ${parsed.reason}`)
  const id = randomUUID()
  await ctx.db.$transaction((tx) =>
    storeInstitution(tx, ctx, {
      id,
      code: PRACTICE_CODE,
      name: "Alder Creek College (practice)",
      apiUrl: place.practiceUrl,
      apiKeySealed: seal(ctx.keyring, apiKeyPlace(id), place.apiKey),
      loginUrl: place.loginUrl,
      ssoUrl: place.ssoUrl,
      ssoMetadataUrl: metadataOf(place),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      helpContact: "the Circulation desk, extension 4410",
      practice: true,
      almaIdentity: PRACTICE_IDENTITY,
      environment: "practice",
      jobId: parsed.payload.jobId,
      jobParameters: parsed.payload.parameters.map(({ name, value }) => ({ name, value })),
      backupAdminId: "backup_admin",
    }),
  )
  return id
}

async function follow(ctx: ServiceContext, known: Institution, place: PracticePlace): Promise<void> {
  const changes = {
    ...(known.apiUrl !== place.practiceUrl && { apiUrl: place.practiceUrl }),
    ...(known.loginUrl !== place.loginUrl && { loginUrl: place.loginUrl }),
    ...(known.ssoUrl !== place.ssoUrl && { ssoUrl: place.ssoUrl, ssoMetadataUrl: metadataOf(place) }),
    ...(keyOf(ctx, known) !== place.apiKey && {
      apiKeySealed: seal(ctx.keyring, apiKeyPlace(known.id), place.apiKey),
    }),
  }
  const changed = Object.keys(changes).map((field) => (field === "apiKeySealed" ? "apiKey" : field))
  if (changed.length === 0) return
  await ctx.db.$transaction(async (tx) => {
    await tx.institution.update({ where: { id: known.id }, data: changes })
    await appendAudit(tx, auditFrame(ctx, known.id), [{ action: "institution.changed", detail: { changed } }])
  })
}

/** The practice Alma's pages are its campus sign-on's too. */
function metadataOf({ ssoUrl }: PracticePlace): string {
  return new URL("/idp/metadata", ssoUrl).href
}

/** Null when the master key isn't the one it was sealed with: then it is sealed anew. */
function keyOf(ctx: ServiceContext, known: Institution): string | null {
  try {
    return unseal(ctx.keyring, apiKeyPlace(known.id), known.apiKeySealed)
  } catch {
    return null
  }
}
