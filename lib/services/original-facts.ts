import { seal, unseal } from "@/lib/db/seal"
import type { OriginalFacts } from "@/lib/domain/account-facts"
import type { ServiceContext } from "./context"

interface SealedHold {
  id: string
  institutionId: string
}

/** The original facts hold addresses' and notes' traces of a person, so they lie sealed. */
export function sealOriginal(ctx: ServiceContext, hold: SealedHold, facts: OriginalFacts): string {
  return seal(ctx.keyring, originalPlace(hold), JSON.stringify(facts))
}

/** @throws when the hold has none, which a hold with an intent always has (a check of the database) */
export function openOriginal(ctx: ServiceContext, hold: SealedHold & { original: string | null }): OriginalFacts {
  if (hold.original === null) throw new Error(`Hold ${hold.id} has no original facts.`)
  return JSON.parse(unseal(ctx.keyring, originalPlace(hold), hold.original)) as OriginalFacts
}

function originalPlace(hold: SealedHold) {
  return { table: "Hold", row: hold.id, institution: hold.institutionId, field: "original" }
}
